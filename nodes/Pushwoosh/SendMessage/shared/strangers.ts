import type { Failure } from '../../../shared/failure';
import type { Noun } from '../../../shared/wording';
import type { SendWords } from '../../SendPush/sending/report';

/** A recipient that isn't registered yet: said in words of the service that are documented nowhere. */
const STRANGER =
	/not (tied|registered|known|subscribed)|isn.t (tied|registered|known)|unknown (device|phone|email)|auto.?regist/i;

const IF_UNKNOWN =
	"Pushwoosh doesn't know this recipient yet: switch 'Auto Register' on to register new ones, or register them before.";

/** @param what the message is called @param device what it goes to */
export function wordsOf(what: string, device: Noun): SendWords {
	return { what, device, ifUnknown: IF_UNKNOWN };
}

/** Names the way out where the service refuses somebody that it doesn't know. */
export function aboutStrangers(failure: Failure): Failure {
	if (failure.code !== '210' || !STRANGER.test(failure.message)) return failure;
	return { ...failure, advice: IF_UNKNOWN };
}
