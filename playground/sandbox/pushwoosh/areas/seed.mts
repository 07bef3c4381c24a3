import { newCode } from '../state.mts';
import type { PushwooshState } from '../state.mts';
import type { Campaign, DeclaredEvent, Geozone, Preset, TestDevice } from './books.mts';
import { addPastMessages, type PastMessages } from './figures.mts';
import { newJourney } from './journeyBook.mts';
import type { Journey } from './journeyBook.mts';

/** Without an application it is the demo app; without a code or number one is made. */
type Given<T, Needed extends keyof T> = Partial<T> & Pick<T, Needed>;

/** What a seed may say about people, configuration and figures; all of it is added to what is there. */
export interface AreaSeed {
	presets?: Array<Given<Preset, 'name'>>;
	campaigns?: Array<Given<Campaign, 'name'>>;
	geozones?: Array<Given<Geozone, 'name' | 'lat' | 'lng' | 'range'>>;
	testDevices?: Array<Given<TestDevice, 'name' | 'push_token' | 'device_type'>>;
	journeys?: Array<Given<Journey, 'title'>>;
	/** Events that createEvent would have made. */
	events?: Array<Given<DeclaredEvent, 'name'>>;
	/** Messages of the past with settled figures, one an hour back from now. */
	pastMessages?: PastMessages;
}

const APPLICATION = 'AAAAA-00000';

export function seedAreas(state: PushwooshState, seed: AreaSeed): void {
	const { books } = state;
	for (const given of seed.presets ?? []) {
		const preset = { code: newCode(5, 5), application: APPLICATION, fields: { name: given.name }, ...given };
		books.presets.set(preset.code, preset);
	}
	for (const given of seed.campaigns ?? []) {
		const campaign = { code: newCode(5, 5), application: APPLICATION, description: '', ...given };
		books.campaigns.set(campaign.code, campaign);
	}
	for (const given of seed.geozones ?? [])
		books.geozones.push({ id: books.nextId++, application: APPLICATION, fields: {}, ...given });
	for (const given of seed.testDevices ?? [])
		books.testDevices.push({ application: APPLICATION, description: '', ...given });
	for (const given of seed.journeys ?? []) {
		const journey = newJourney(given, state.clock.now());
		books.journeys.set(journey.uuid, journey);
	}
	for (const given of seed.events ?? []) {
		books.declaredEvents.push({
			id: books.nextId++,
			application: APPLICATION,
			attributes: [],
			trackRevenue: false,
			...given,
		});
	}
	if (seed.pastMessages !== undefined) addPastMessages(state, seed.pastMessages);
}
