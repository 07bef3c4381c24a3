import type { TagValue } from './tags.mts';

/** A row of the sandbox's device table, over which segments are counted and exported. */
export interface Device {
	hwid: string;
	userId?: string;
	/** Absent: the device has the app but can't receive pushes. */
	pushToken?: string;
	/** Platform code, e.g. 1 for iOS, 3 for Android. */
	platform: number;
	applications: string[];
	tags: Record<string, TagValue>;
	/** By application code. */
	applicationTags?: Record<string, Record<string, TagValue>>;
	location?: { lat: number; lng: number };
}

const CITIES = ['Madrid', 'Seville', 'Lisbon', 'Berlin'];
const LANGUAGES = ['es', 'es', 'pt', 'de'];

/** The devices that a fresh sandbox knows: 40 in the demo app, every fifth of them also in the shop. */
export function defaultDevices(now: number): Device[] {
	const day = 86_400;
	return Array.from({ length: 40 }, (_, index) => {
		const lastOpen = Math.floor(now / 1000) - (index % 20) * 7 * day;
		return {
			hwid: `hwid-${String(index + 1).padStart(3, '0')}`,
			userId: `user-${String(Math.floor(index / 2) + 1).padStart(3, '0')}`,
			...(index % 10 === 9 ? {} : { pushToken: `push-token-${index + 1}` }),
			platform: [1, 3, 3, 11][index % 4],
			applications: index % 5 === 0 ? ['AAAAA-00000', 'BBBBB-00000'] : ['AAAAA-00000'],
			tags: {
				City: CITIES[index % 4],
				Language: LANGUAGES[index % 4],
				Country: ['es', 'es', 'pt', 'de'][index % 4],
				Timezone: 'UTC+01:00',
				Age: 15 + index,
				Plan: index % 3 === 0 ? 'pro' : 'free',
				Unsubscribed: index % 8 === 7,
				Interests: index % 2 === 0 ? ['sports', 'music'] : ['news'],
				'Last Application Open': lastOpen,
				'First Install': lastOpen - 100 * day,
			},
			applicationTags: { 'AAAAA-00000': { Level: index % 10, 'Last Application Open': lastOpen } },
			location: { lat: 40.4168 + (index % 4) * 0.5, lng: -3.7038 },
		};
	});
}

/** Devices within `range` metres of a point, by the great circle. */
export function isNear(device: Device, area: { lat: number; lng: number; range: number }): boolean {
	return device.location !== undefined && metresBetween(device.location, area) <= area.range;
}

/** Metres between two points, by the great circle. */
export function metresBetween(
	one: { lat: number; lng: number },
	other: { lat: number; lng: number },
): number {
	const radians = (degrees: number) => (degrees * Math.PI) / 180;
	const deltaLat = radians(one.lat - other.lat);
	const deltaLng = radians(one.lng - other.lng);
	const a =
		Math.sin(deltaLat / 2) ** 2 +
		Math.cos(radians(other.lat)) * Math.cos(radians(one.lat)) * Math.sin(deltaLng / 2) ** 2;
	return 2 * 6_371_000 * Math.asin(Math.sqrt(a));
}
