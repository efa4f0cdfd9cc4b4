-- about: the sector as it was written
SELECT 'hazards' AS "table", region_code, NULL AS sector_code, strftime(found_date, '%Y-%m') AS month,
    sector_text AS about, hazard_id AS key, _file AS file_id, _row AS "row", 'sector' AS "column", sector_text AS value,
    NULL AS against, sector_text AS detail, 1 AS amount
FROM hazards WHERE sector_code = 'other'
UNION ALL
SELECT 'inspections', region_code, NULL, strftime(inspected_date, '%Y-%m'), sector_text, inspection_id, _file, _row,
    'sector', sector_text, NULL, sector_text, 1
FROM inspections WHERE sector_code = 'other'
