-- about: the row's number
SELECT 'hazards' AS "table", region_code, sector_code, strftime(found_date, '%Y-%m') AS month, hazard_id AS about,
    hazard_id AS key, _file AS file_id, _row AS "row", 'due_date' AS "column", '' AS value, supervision AS against,
    'supervision ' || supervision || ', no due_date' AS detail, 1 AS amount
FROM hazards WHERE supervision <> 'none' AND due_date IS NULL AND closed_date IS NULL
