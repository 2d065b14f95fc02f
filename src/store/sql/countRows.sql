-- Rows of a table as they lie, replaced ones and all.
SELECT count() AS rows FROM /*{table}*/
