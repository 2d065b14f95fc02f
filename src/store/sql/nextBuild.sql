-- The number of the next build: above all that were noted, and above what a crash left unnoted.
SELECT greatest((SELECT max(build) FROM builtSlices), (SELECT max(rollups.build) FROM rollups)) + 1 AS build
