import { recordsIn } from '../../../shared/json';
import { filledText } from '../../api/applications';

export const TEST_DEVICE = { one: 'test device', many: 'test devices' };

/** A device that messages are tried on. */
export type TestDevice = Record<'name' | 'pushToken' | 'description', string> & {
	/** The service's number; 0 where it said none. */
	platform: number;
};

/** How listTestDevices is called (Pushwoosh API reference, 9.4). */
export const LIST_TEST_DEVICES = {
	method: 'listTestDevices',
	asks: 'list the test devices',
	unproven: { message: "Pushwoosh's answer holds no list of test devices" },
};

/** @returns undefined where the answer holds no list; the platform's number comes as a text */
export function readTestDevices(response: Record<string, unknown>): TestDevice[] | undefined {
	const listed = response.TestDevices ?? response.testDevices ?? response.test_devices;
	return recordsIn(listed)?.map((device) => {
		const { name, type, pushtoken, push_token: pushToken, description } = device;
		return {
			name: filledText(name) ?? '',
			platform: Number(filledText(type) ?? 0),
			pushToken: filledText(pushtoken) ?? filledText(pushToken) ?? '',
			description: filledText(description) ?? '',
		};
	});
}
