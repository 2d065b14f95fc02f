INSERT INTO events (/*{columns}*/) SELECT /*{columns}*/ FROM {source}
