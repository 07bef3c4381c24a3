import type { Noun } from '../../../shared/wording';

/** What a kind of message and those who get it are called in results, hints and advice. */
export interface SendWords {
	/** What may have gone out. */
	what: string;
	/** What stands in a notification's `devices`. */
	device: Noun;
	/** What to do where Pushwoosh knows none of them. */
	ifUnknown: string;
}

/** Of pushes. */
export const PUSH_WORDS: SendWords = {
	what: 'push',
	device: { one: 'device', many: 'devices' },
	ifUnknown:
		"Check 'Application' and the device IDs: hardware IDs (HWID) or push tokens that the app has registered.",
};
