// Bounds of the store, each with its reason.

/** Times the engine's process is started again in a row before a caller is told that the store is away. One bad query must not end in a loop. */
export const RESTARTS_MAX = 5
/** Pause before the first restart, milliseconds; doubles each time. */
export const RESTART_PAUSE_MS = 100
/** Longest pause before a start, milliseconds: the store is back this soon after whatever killed its engine again and again has gone. */
export const RESTART_PAUSE_MAX_MS = 5_000
/** An engine that lived this long, milliseconds, did not die of what killed the one before it. */
export const LONG_LIFE_MS = 60_000
/** How long to wait for another process to let go of the folder, milliseconds: an engine that was orphaned ends at once, unless it is just starting. */
export const FOLDER_WAIT_MS = 20_000
/** How long an engine may take to end in good order, milliseconds. After that it is killed, which loses nothing. */
export const CLOSE_WAIT_MS = 10_000
/** Memory that reports may take together, or one of them alone, bytes; a load or an export by itself too. Leaves room for the loader within 2 GB. */
export const ENGINE_MEMORY_BYTES_MAX = 1_500_000_000
/** Reports that the embedded engine works on at a time: half of a statement's time is its planning, which uses one core, and a view asks four at once. More would share the same cores, and the memory. */
export const READ_SESSIONS = 4
/** Characters of one statement with its values: names of 16,384 slices take 700,000. */
export const STATEMENT_CHARS_MAX = 16_000_000
/** Time that one query may take, seconds. Reports take well under one; more is a mistake that would hold up the others. */
export const QUERY_SECONDS_MAX = 120
/** Time that a request to a ClickHouse server may take, milliseconds: its own limit for a query, and the way there and back. */
export const REQUEST_MS_MAX: number = (QUERY_SECONDS_MAX + 10) * 1_000
/** How rows go in: as they are. Looking for copies within a block takes three times as long as writing it, and merges do it anyway. */
export const INSERT_SETTINGS: readonly string[] = ['optimize_on_insert = 0']
/** How files are written: row groups that fit a reader's memory, in the order of the rows; large sorts and groups go by the disk. */
export const WRITE_SETTINGS: readonly string[] = [
  'engine_file_truncate_on_insert = 1',
  "output_format_parquet_compression_method = 'zstd'",
  'output_format_parquet_row_group_size = 131072',
  'output_format_parquet_parallel_encoding = 0',
  'output_format_json_quote_64bit_integers = 0',
  'max_threads = 2',
  'max_bytes_before_external_sort = 100000000',
  'max_bytes_before_external_group_by = 150000000',
]
/** How long the books wait for a load that a crash cut short, milliseconds: a loader that has just started repeats it first. */
export const WHOLE_WAIT_MS = 20_000
/** How often they look, milliseconds. */
export const WHOLE_LOOK_MS = 50
/** Events of one turn of rebuilding: about half a second of work under the store's lock, so that a load that waits for it is still in reports within 2 s. */
export const REBUILD_EVENTS_MAX = 100_000
/** Slices of the first turn, before it is known what they cost. */
export const REBUILD_SLICES_FIRST = 256
/** Slices of one turn at most: their names travel with the statement. */
export const REBUILD_SLICES_MAX = 16_384
/** Ranges of ids that a statement names at most: the engine weighs each against each granule of the key. */
export const LIVE_RANGES_MAX = 200
/** Rows of touched slices that travel with a statement at most, and their characters: a server takes its parameters in an address of up to a megabyte. */
export const LIVE_ROWS_MAX = 1_000
export const LIVE_CHARS_MAX = 200_000
/** Pause between two looks at what was touched, milliseconds: the youngest slice is touched by every load, and building it costs as much as reading it. */
export const UPKEEP_PAUSE_MS = 2_000
/** Upkeep lets answers that somebody waits for go first, at most so long, milliseconds: where somebody always asks it must come to its turn too. */
export const UPKEEP_WAIT_MS_MAX = 1_000
/** Between two looks whether somebody waits, milliseconds: the questions of one view come within less. */
export const UPKEEP_LOOK_MS = 50
/** Answers remembered until something is written, characters with their questions: some hundred views' worth. */
export const REMEMBERED_CHARS_MAX = 8_000_000
