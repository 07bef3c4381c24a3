import { asRecord } from '../../shared/json';
import { allPages, type Page } from '../../shared/http/pages';
import { filledText } from './applications';
import { askPushwoosh, type Asking } from './request';

/** A Customer Journey of the account. */
interface ListedJourney {
	id: string;
	title: string;
	/** E.g. `running`; undefined where the service said none. */
	status?: string;
}

/** @returns a journey's state in lower case, without the prefix that the service puts before it */
export function journeyState(status: unknown): string | undefined {
	return filledText(status)
		?.replace(/^STATUS_/i, '')
		.toLowerCase();
}

/**
 * Lists all journeys. The call isn't documented (the service's reference, 11): where it is refused, journeys are named by
 * their ID or address.
 */
export async function listJourneys(hands: Asking): Promise<ListedJourney[]> {
	return await allPages<ListedJourney, number>(async (page = 1) => await askForPage(hands, page), {
		keyOf: ({ id }) => id,
	});
}

async function askForPage(hands: Asking, page: number): Promise<Page<ListedJourney, number>> {
	return await askPushwoosh(hands, {
		family: 'journey',
		verb: 'GET',
		method: `journey?page=${page}`,
		asks: 'list the journeys',
		read: ({ response }) => {
			const payload = asRecord(response.payload) ?? {};
			if (!Array.isArray(payload.items)) return undefined;
			const entries = payload.items.flatMap(toJourney);
			const pages = Number(asRecord(response._metadata ?? payload._metadata)?.page_count);
			return page < pages ? { entries, next: page + 1 } : { entries };
		},
		unproven: { message: "Pushwoosh's answer holds no list of journeys", advice: NAME_IT },
		explain: (failure) => ({ ...failure, advice: NAME_IT }),
	});
}

const NAME_IT =
	"Pushwoosh doesn't document this list, and your account may not have it: choose 'By URL' and paste the address of the journey's page, or 'By ID'.";

function toJourney(entry: unknown): ListedJourney[] {
	const fields = asRecord(entry) ?? {};
	const id = filledText(fields.id) ?? filledText(fields.uuid);
	if (id === undefined) return [];
	const status = journeyState(fields.status);
	return [{ id, title: filledText(fields.title) ?? id, ...(status === undefined ? {} : { status }) }];
}
