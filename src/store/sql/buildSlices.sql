-- Builds the rows of some slices in one of the derived tables. Readers see them once noteBuilt has named their pieces.
INSERT INTO /*{table}*/ (/*{columns}*/, build, piece)
SELECT /*{columns}*/, {build:UInt64}, cityHash64(toString(site), slice, {build:UInt64}) FROM (/*{rows}*/)
SETTINGS max_bytes_before_external_group_by = 300000000
