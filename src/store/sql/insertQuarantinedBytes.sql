INSERT INTO quarantinedBytes (/*{columns}*/) SELECT /*{columns}*/ FROM {source}
