-- about: the enterprise's number. A hazard that was open when the enterprise closed counts while it is open, if it has
-- closed by today; on the closing day itself the enterprise was still there.
WITH gone AS (SELECT region_code, enterprise_id, closed_date FROM enterprises WHERE closed_date < $today)
SELECT 'hazards' AS "table", h.region_code, h.sector_code, strftime(h.found_date, '%Y-%m') AS month,
    h.enterprise_id AS about, h.hazard_id AS key, h._file AS file_id, h._row AS "row",
    CASE WHEN h.found_date > g.closed_date THEN 'found_date' ELSE 'closed_date' END AS "column",
    CASE WHEN h.found_date > g.closed_date THEN h.found_date::VARCHAR ELSE '' END AS value,
    g.closed_date::VARCHAR AS against,
    CASE WHEN h.found_date > g.closed_date THEN 'found_date ' || h.found_date ELSE 'open' END
        || ', closed ' || g.closed_date AS detail,
    1 AS amount
FROM hazards AS h JOIN gone AS g USING (region_code, enterprise_id)
WHERE h.found_date > g.closed_date OR h.closed_date IS NULL
UNION ALL
SELECT 'inspections', i.region_code, i.sector_code, strftime(i.inspected_date, '%Y-%m'), i.enterprise_id,
    i.inspection_id, i._file, i._row, 'inspected_date', i.inspected_date::VARCHAR, g.closed_date::VARCHAR,
    'inspected_date ' || i.inspected_date || ', closed ' || g.closed_date, 1
FROM inspections AS i JOIN gone AS g USING (region_code, enterprise_id) WHERE i.inspected_date > g.closed_date
