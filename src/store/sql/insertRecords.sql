INSERT INTO records (/*{columns}*/) SELECT /*{columns}*/ FROM {source}
