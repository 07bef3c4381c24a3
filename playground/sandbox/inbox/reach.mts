import type { Message, PushwooshState } from '../pushwoosh/state.mts';

/** Above this many devices in the table nothing is counted device by device. */
export const MOST_COUNTED_DEVICES = 5000;

/**
 * Which platforms a message reaches. Recipients that the device table knows count with their own platform;
 * others (a push to any user ID is accepted) may hold any device. A large table isn't looked into.
 */
export function reachOf(state: PushwooshState, message: Message): (platform: number) => boolean {
	const { platforms } = message.notification;
	const isWanted = (platform: number) => !Array.isArray(platforms) || platforms.includes(platform);
	if (message.recipients.length === 0) return () => false;
	if (state.devices.length > MOST_COUNTED_DEVICES) return isWanted;
	const wanted = new Set(message.recipients);
	const found = new Set<string>();
	const reached = new Set<number>();
	for (const { hwid, pushToken, userId, platform } of state.devices) {
		const names = message.audience === 'users' ? [userId] : [hwid, pushToken];
		const name = names.find((candidate) => candidate !== undefined && wanted.has(candidate));
		if (name === undefined) continue;
		found.add(name);
		reached.add(platform);
	}
	const hasStrangers = found.size < wanted.size;
	return (platform) => isWanted(platform) && (hasStrangers || reached.has(platform));
}
