/** The words of a push. */
export interface Push {
	/** At most 40 characters. */
	title: string;
	/** At most 120 characters. */
	text: string;
}

const LIMITS = { title: 40, text: 120 };

const USER_ID = /\b(?:user|customer)[-_]?[\w-]*\d[\w-]*/i;
/** “Please tell”, “know that”, “a push that says:” … */
const LEAD =
	/^(?:[\s,:;"“”'‘’]|(?:please|tell|inform|notify|remind|let|send|write|an? (?:push|message|notification)|push|message|know|says?|saying|about|that|to|for)\b)+/i;
const TAIL = /(?:[\s,;"“”'‘’]|\b(?:to|for))+$/i;
/** Where a first clause ends; the colon of a time of day isn't such a place. */
const CLAUSE_END = /[.!?;,:](?=\s|$)|\s(?:and|but|so|until|because|which)\s/i;

/**
 * Takes a sentence such as “Tell user-001 that the repair is done and can be picked up until 18:00” apart.
 * @returns the user ID and the push, each `undefined` when the sentence has none
 */
export function wordPush(sentence: string): { userId?: string; push?: Push } {
	const userId = USER_ID.exec(sentence)?.[0];
	if (userId === undefined) return {};
	const place = sentence.indexOf(userId);
	const [before, after] = [sentence.slice(0, place), sentence.slice(place + userId.length)].map(said);
	const words = /\p{L}/u.test(after!) ? after! : before!;
	if (!/\p{L}/u.test(words)) return { userId };
	const text = words.charAt(0).toUpperCase() + words.slice(1);
	return {
		userId,
		push: {
			title: shortened(text.split(CLAUSE_END, 1)[0]!, LIMITS.title),
			text: shortened(/[.!?…]$/.test(text) ? text : `${text}.`, LIMITS.text),
		},
	};
}

function said(part: string): string {
	return part.replace(LEAD, '').replace(TAIL, '');
}

/** Cut after a whole word where there is one. */
function shortened(text: string, limit: number): string {
	if (text.length <= limit) return text;
	return `${text
		.slice(0, limit)
		.replace(/\s+\S*$/, '')
		.slice(0, limit - 1)}…`;
}
