// Settings that every statement runs under, on either engine.

export const SETTINGS: Readonly<Record<string, number>> = {
  // A column may be renamed for the answer and still be meant by its name in WHERE.
  prefer_column_name_to_alias: 1,
  // No table is partitioned, so FINAL need not look across partitions; a part that holds no key twice is then read as it is.
  do_not_merge_across_partitions_select_final: 1,
  output_format_json_quote_64bit_integers: 0,
  output_format_json_quote_denormals: 0,
}
