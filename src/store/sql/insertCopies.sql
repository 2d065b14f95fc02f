INSERT INTO copies (/*{columns}*/) SELECT /*{columns}*/ FROM {source}
