-- about: the row's number
SELECT 'hazards' AS "table", region_code, sector_code, strftime(found_date, '%Y-%m') AS month, hazard_id AS about,
    hazard_id AS key, _file AS file_id, _row AS "row", 'found_date' AS "column", found_date::VARCHAR AS value,
    NULL AS against, 'found_date ' || found_date AS detail, 1 AS amount
FROM hazards WHERE found_date > $today
UNION ALL
SELECT 'hazards', region_code, sector_code, strftime(found_date, '%Y-%m'), hazard_id, hazard_id, _file, _row,
    'closed_date', closed_date::VARCHAR, NULL, 'closed_date ' || closed_date, 1
FROM hazards WHERE closed_date > $today
UNION ALL
SELECT 'inspections', region_code, sector_code, strftime(inspected_date, '%Y-%m'), inspection_id, inspection_id,
    _file, _row, 'inspected_date', inspected_date::VARCHAR, NULL, 'inspected_date ' || inspected_date, 1
FROM inspections WHERE inspected_date > $today
