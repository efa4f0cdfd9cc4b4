-- about: the enterprise's number
SELECT 'hazards' AS "table", h.region_code, h.sector_code, strftime(h.found_date, '%Y-%m') AS month,
    h.enterprise_id AS about, h.hazard_id AS key, h._file AS file_id, h._row AS "row", 'enterprise_id' AS "column",
    h.enterprise_id AS value, NULL AS against, h.enterprise_id AS detail, 1 AS amount
FROM hazards AS h ANTI JOIN enterprises AS e ON h.region_code = e.region_code AND h.enterprise_id = e.enterprise_id
WHERE h.enterprise_id IS NOT NULL
UNION ALL
SELECT 'inspections', i.region_code, i.sector_code, strftime(i.inspected_date, '%Y-%m'), i.enterprise_id,
    i.inspection_id, i._file, i._row, 'enterprise_id', i.enterprise_id, NULL, i.enterprise_id, 1
FROM inspections AS i ANTI JOIN enterprises AS e ON i.region_code = e.region_code AND i.enterprise_id = e.enterprise_id
WHERE i.enterprise_id IS NOT NULL
