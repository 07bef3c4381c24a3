import { doneAndFailed } from '../../shared/engine/hints';
import type { Batch, Operation } from '../../shared/engine/operation';
import { defineOperation } from '../../shared/node/operationEntry';
import { deviceId } from '../api/bulk';
import { CONCURRENCY } from '../api/plainCall';
import { openPushwoosh, type PushwooshSession } from '../api/session';
import { PLATFORMS } from '../fields/platforms';
import { requiredText } from '../fields/requiredText';
import { readValue } from '../values/typedValue';
import {
	BULK_KEYS,
	bulkOptions,
	BulkRun,
	reportBulk,
	waitForResultField,
	type BulkResult,
	type WireTags,
} from './shared/bulkSending';
import { application, withTokenCase } from './shared/identifier';
import { ignoreColumnsOption, tagFields, tagReader, typeOf, type GivenTags } from './shared/tagFields';
import { ownSkipped, skippedHint, skippedTags } from './shared/tagging';

const DEVICE = { one: 'device', many: 'devices' };

interface Registration {
	application: string;
	hwid: string;
	pushToken: string;
	platform: number;
	given: GivenTags;
	wait: boolean;
}

/** Registers devices, up to 1000 a request (Pushwoosh API reference, bulkRegisterDevice). */
export const register = defineOperation({
	option: {
		name: 'Register Devices',
		value: 'register',
		action: 'Register devices',
		description: 'Make devices known to an application, many at once, with tags if wanted',
	},
	fields: [
		application,
		requiredText('HWID', 'hwid', "The device's ID; for e-mail the address", '8f14e45f-ea4a-4c3c-9b1d'),
		{
			...requiredText('Push Token', 'pushToken', 'What the platform gave the device for pushes'),
			typeOptions: { password: true },
		},
		{
			displayName: 'Platform',
			name: 'platform',
			type: 'options',
			options: PLATFORMS,
			default: 3,
			description: 'The platform of the device',
		},
		...tagFields,
		waitForResultField,
	],
	options: [...bulkOptions, ignoreColumnsOption],
	limits: { concurrency: CONCURRENCY, batch: { most: 1000, what: 'devices' } },
	start: (setup): Operation<Registration, BulkResult, PushwooshSession> => {
		const readTags = tagReader(setup, ['hwid', 'pushToken', 'platform']);
		const bulk = new BulkRun(setup);
		return {
			unit: DEVICE,
			open: openPushwoosh,
			read: (item) => [
				{
					application: item.locator('application').value,
					hwid: item.requiredText('hwid'),
					pushToken: withTokenCase('push_token', item.requiredText('pushToken')),
					platform: item.choice(
						'platform',
						PLATFORMS.map(({ value }) => value),
					),
					given: readTags(item),
					wait: item.boolean('waitForResult'),
				},
			],
			identify: ({ hwid }) => ({ hwid }),
			identifiedBy: { hwid: 'hwid' },
			parts: (unit) => [
				{ group: JSON.stringify([unit.application, unit.wait]), id: deviceId('hwid', unit.hwid) },
			],
			send: async (batch, hands) => {
				const devices = lastOf(batch);
				return await bulk.send(batch, hands, {
					order: {
						method: 'bulkRegisterDevice',
						application: batch.sample.application,
						asks: 'register the devices',
					},
					wait: batch.sample.wait,
					entry: ({ unit: { hwid } }) => devices.get(hwid) ?? { fields: { hwid }, sent: {} },
				});
			},
			outputKeys: () => ['hwid', ...BULK_KEYS, 'skippedTags'],
			report: (unit, [{ answer }]) =>
				reportBulk(answer, { hwid: unit.hwid }, skippedTags(ownSkipped(unit, answer.data))),
			summary: (run) => doneAndFailed(run, DEVICE, 'registered'),
			hints: skippedHint,
		};
	},
});

/** One entry for each device: of several items the last one's token and platform, and all their tags. */
function lastOf(batch: Batch<Registration, BulkResult>) {
	const devices = new Map<string, { fields: Record<string, unknown>; sent: WireTags }>();
	for (const { hwid, pushToken, platform, given } of batch.units()) {
		const own = Object.entries(given.values).map(([name, value]): [string, WireTags[string]] => [
			name,
			value === null ? null : readValue(value, typeOf(given, name), name),
		]);
		const tags = { ...devices.get(hwid)?.sent, ...Object.fromEntries(own) };
		const withTags = Object.keys(tags).length > 0 ? { tags } : {};
		devices.set(hwid, { fields: { hwid, push_token: pushToken, platform, ...withTags }, sent: tags });
	}
	return devices;
}
