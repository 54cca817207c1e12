"""The peer: Splink on DuckDB, set up as its manual advises for business records."""

from __future__ import annotations

import logging
from pathlib import Path
from time import process_time

import duckdb
import splink.comparison_library as compare
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

_CLEAN = """
create table records as
with plain as (
    select id as unique_id, lower(regexp_replace(name, '[^A-Za-z0-9 ]', '', 'g')) as name, lower(city) as city,
        nullif(lower(regexp_replace(regexp_replace(street, '^[0-9]+ *', ''), '[^A-Za-z0-9 ]', '', 'g')), '') as street,
        nullif(regexp_extract(street, '[0-9]+'), '') as number, nullif(postal_code, '') as postal_code,
        nullif(upper(regexp_extract(unit, '[A-Za-z0-9]+$')), '') as unit,
        nullif(right(regexp_replace(phone, '[^0-9]', '', 'g'), 10), '') as phone
    from read_csv(?, all_varchar = true)
)
select unique_id, trim(regexp_replace(name, ' (llc|inc|co|corp)$', '')) as name, split_part(name, ' ', 1) as first_word,
    city, street, number, unit, postal_code, phone from plain
"""
_SETTINGS = SettingsCreator(
    link_type="dedupe_only",
    comparisons=[
        compare.JaroWinklerAtThresholds("name", [0.95, 0.88, 0.8]).configure(term_frequency_adjustments=True),
        compare.JaroWinklerAtThresholds("street", [0.95, 0.85]),
        compare.ExactMatch("number"),
        compare.ExactMatch("postal_code"),
        compare.ExactMatch("phone"),
    ],
    blocking_rules_to_generate_predictions=[
        block_on("phone"),
        block_on("number", "postal_code"),
        block_on("first_word", "city"),
    ],
)


def clusters_by_threshold(path: Path, thresholds: tuple[float, ...]) -> dict[float, tuple[list[list[int]], float]]:
    """Groups of two or more for each match probability, and the CPU seconds that this one clustering took."""
    connection = duckdb.connect()
    connection.execute(_CLEAN, [str(path)])
    engine = DuckDBAPI(connection)
    linker = Linker(engine.register("records"), _SETTINGS, log_level=logging.ERROR)
    linker.training.estimate_probability_two_random_records_match(
        [block_on("phone", "name"), block_on("number", "postal_code", "name")], recall=0.8
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=1_000_000, seed=1)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("phone"), record_sample_proportion=1.0)
    linker.training.estimate_parameters_using_expectation_maximisation(
        block_on("number", "postal_code"), record_sample_proportion=1.0
    )
    linker.training.estimate_parameters_using_expectation_maximisation(
        block_on("first_word", "city"), record_sample_proportion=1.0
    )
    predicted = linker.inference.predict(threshold_match_probability=min(thresholds))
    found = {}
    for threshold in thresholds:
        started = process_time()
        clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(predicted, threshold)
        query = f"select list(unique_id::int) from {clusters.physical_name} group by cluster_id having count(*) > 1"
        groups = [row[0] for row in connection.execute(query).fetchall()]
        found[threshold] = groups, process_time() - started
    return found
