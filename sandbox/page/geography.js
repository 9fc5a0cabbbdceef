// The districts on a plane: equirectangular, narrowed by the cosine of the middle latitude.
const UNIT = 1000; // drawing units to a degree of latitude
const EVERYWHERE = { west: -180, south: -80, east: 180, north: 80 };

let areas = [], box = EVERYWHERE, squeeze = 1;

/** Take the districts from a GeoJSON FeatureCollection in WGS-84, or none from null. */
export function setDistricts(collection) {
  const features = collection?.features ?? [];
  box = features.length ? boxOf(features.flatMap(ringsOf).flat()) : EVERYWHERE;
  squeeze = Math.cos(((box.south + box.north) / 2) * Math.PI / 180);
  areas = features.map((feature) => {
    const rings = ringsOf(feature).map((ring) => ring.map(([lon, lat]) => project(lon, lat)));
    return { name: feature.properties.name, rings, label: middleOf(rings) };
  });
}

/** The districts in drawing units: name, rings of [x, y], and where the name is written. */
export const districts = () => areas;

/** How large the whole drawing is. */
export const extent = () => {
  const [width] = project(box.east, box.north), [, height] = project(box.east, box.south);
  return { width, height };
};

export const project = (lon, lat) => [(lon - box.west) * squeeze * UNIT, (box.north - lat) * UNIT];

export const unproject = (x, y) => ({
  latitude: box.north - y / UNIT,
  longitude: box.west + x / UNIT / squeeze,
});

/** The name of the district a point lies in, or null. */
export function districtAt({ latitude, longitude }) {
  const point = project(longitude, latitude);
  return areas.find(({ rings }) => rings.filter((ring) => surrounds(ring, point)).length % 2)?.name ?? null;
}

/** A point as people read it. */
export const degrees = ({ latitude, longitude }) => `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`;

const ringsOf = ({ geometry }) =>
  geometry.type === "Polygon" ? geometry.coordinates : geometry.coordinates.flat();

function boxOf(points) {
  const found = { west: 180, south: 90, east: -180, north: -90 };
  for (const [lon, lat] of points) {
    found.west = Math.min(found.west, lon);
    found.east = Math.max(found.east, lon);
    found.south = Math.min(found.south, lat);
    found.north = Math.max(found.north, lat);
  }
  return found;
}

/** The centre of mass of the largest ring. */
function middleOf(rings) {
  const { area, x, y } = rings.map(massOf).sort((a, b) => Math.abs(b.area) - Math.abs(a.area))[0];
  return area ? [x / (3 * area), y / (3 * area)] : rings[0][0];
}

function massOf(ring) {
  const mass = { area: 0, x: 0, y: 0 };
  ring.forEach(([x, y], i) => {
    const [nextX, nextY] = ring[(i + 1) % ring.length];
    const cross = x * nextY - nextX * y;
    mass.area += cross;
    mass.x += (x + nextX) * cross;
    mass.y += (y + nextY) * cross;
  });
  return mass;
}

/** Whether a ray from the point leaves the ring an odd number of times. */
function surrounds(ring, [x, y]) {
  return ring.filter(([ax, ay], i) => {
    const [bx, by] = ring[(i + 1) % ring.length];
    return ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax;
  }).length % 2 === 1;
}
