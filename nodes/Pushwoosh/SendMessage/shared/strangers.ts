import type { Failure } from '../../../shared/failure';

/** A recipient that isn't registered yet: said in words of the service that are documented nowhere. */
const STRANGER =
	/not (tied|registered|known|subscribed)|isn.t (tied|registered|known)|unknown (device|phone|email)|auto.?regist/i;

/** Names the way out where the service refuses somebody that it doesn't know. */
export function aboutStrangers(failure: Failure): Failure {
	if (failure.code !== '210' || !STRANGER.test(failure.message)) return failure;
	return {
		...failure,
		advice:
			"Pushwoosh doesn't know this recipient yet: switch 'Auto Register' on to register new ones, or register them before.",
	};
}
