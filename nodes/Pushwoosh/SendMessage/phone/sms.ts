import { ItemProblem } from '../../../shared/failure';
import type { ItemReader } from '../../../shared/form/itemReader';
import type { OperationSetup } from '../../../shared/node/operationEntry';
import type { Notification } from '../../SendPush/message/notification';
import type { Draft } from '../shared/reader';
import { readPhoneNumbers, readSendDate } from './phone';

/** Reads a text message. @throws ItemProblem */
export function readSms(item: ItemReader, { info }: Pick<OperationSetup, 'info'>): Draft {
	const [content, preset] = [item.text('content'), item.text('preset').trim()];
	return {
		audience: { kind: 'devices' },
		recipients: readPhoneNumbers(item),
		notification: {
			...readSendDate(item, info.timezone),
			...(content.trim() === '' ? {} : { content }),
			...(preset === '' ? {} : { preset }),
			...(item.boolean('autoRegister') ? { use_auto_registration: true } : {}),
		},
	};
}

/** @throws ItemProblem where there is no text, raw fields included */
export function requireText({ content }: Notification): void {
	if (content) return;
	throw new ItemProblem("'Content' is empty", 'Write a text: Pushwoosh wants one.', 'EMPTY_PARAMETER');
}
