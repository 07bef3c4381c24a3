import type { PushwooshState } from '../state.mts';
import { inside } from './journeyBook.mts';

/** The books as JSON: configuration in full, what grows with traffic in numbers unless `full`. No secrets. */
export function booksSnapshot({ books }: PushwooshState, full: boolean): object {
	const grown = (entries: readonly object[]) => (full ? entries : entries.length);
	return {
		tagChanges: grown(books.tagChanges),
		bulkTasks: grown([...books.bulkTasks.values()]),
		registered: grown(books.registered),
		unregistered: grown(books.unregistered),
		deletedUsers: books.deletedUsers,
		postedEvents: grown(books.postedEvents),
		declaredEvents: books.declaredEvents,
		journeys: [...books.journeys.values()].map((journey) => ({
			...journey,
			entries: grown(journey.entries),
			inside: inside(journey).length,
		})),
		journeyDrops: grown(books.journeyDrops),
		presets: [...books.presets.values()],
		campaigns: grown([...books.campaigns.values()]),
		geozones: books.geozones,
		testDevices: books.testDevices,
		changes: books.changes,
		channelMessages: grown(books.channelMessages),
		pastMessages: books.pastMessages.length,
	};
}
