-- about: the row's number
SELECT 'hazards' AS "table", region_code, sector_code, strftime(found_date, '%Y-%m') AS month, hazard_id AS about,
    hazard_id AS key, _file AS file_id, _row AS "row", 'found_date' AS "column", found_date::VARCHAR AS value,
    $plan_last_day::VARCHAR AS against, 'found_date ' || found_date AS detail, 1 AS amount
FROM hazards WHERE found_date > $plan_last_day
