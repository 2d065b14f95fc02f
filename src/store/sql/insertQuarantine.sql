INSERT INTO quarantine (/*{columns}*/) SELECT /*{columns}*/ FROM {source}
