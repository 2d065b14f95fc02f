INSERT INTO drops (/*{columns}*/) SELECT /*{columns}*/ FROM {source}
