import type { FaultAnswer } from '../../control/faults.mts';
import type { FcmSend } from './devices.mts';
import { answerOf } from './outcomes.mts';
import { Refusals } from './refusals.mts';
import { defaultFcmSettings } from './settings.mts';

/**
 * What a fault rule answers so that requests are refused by their order or content rather than by their target, e.g.
 * `faults.add({ match: { path: '*messages:send', nth: 2 }, answer: fcmFault({ answer: 'unavailable', delivers: true }) })`.
 * `times` belongs to the rule. The books don't know of rules: they have `answered: 200` for what was acted on.
 */
export function fcmFault(send: Omit<FcmSend, 'times'>): FaultAnswer {
	const refusals = new Refusals(defaultFcmSettings(), Date.now());
	const about = { kind: 'token', value: 'sandbox', projectNumber: 'sandbox' } as const;
	const answer = answerOf(send, about, refusals);
	if (answer === undefined) return {};
	const { status, headers, body } = answer;
	return { status, headers, body: String(body), act: send.delivers === true };
}
