-- Where the areas of a list lie, as GeoJSON geometries in degrees (WGS 84). Kept apart: they are a hundred times as large as the rest of an
-- area and few questions need them.
CREATE TABLE evidence_boundary (
    list_id TEXT NOT NULL,
    code TEXT NOT NULL,
    geometry TEXT NOT NULL CHECK (length(geometry) > 0),
    PRIMARY KEY (list_id, code),
    FOREIGN KEY (list_id, code) REFERENCES evidence_area (list_id, code)
);
