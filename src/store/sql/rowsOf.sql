-- Rows that were computed elsewhere, as a table: for writing them in a format that only the engine knows.
SELECT * FROM format('JSONEachRow', {structure:String}, {rows:String})
