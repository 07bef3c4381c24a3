import { sendOptionFields } from '../SendPush/sending/options';
import { sendOperation } from '../SendPush/sending/sendOperation';
import { emailFields } from './email/fields';
import { addAttachments, audienceOf, readEmail, recipientsOf } from './email/readEmail';
import { readerOf } from './shared/reader';
import { aboutStrangers, wordsOf } from './shared/strangers';

/** Sends e-mails; items with the same message share messages of up to 1000 addresses or users. */
export const sendEmail = sendOperation({
	option: {
		name: 'Send Email',
		value: 'sendEmail',
		description: 'Send an email from a preset to addresses, users or a segment',
		action: 'Send email',
	},
	fields: emailFields,
	options: sendOptionFields,
	limits: { concurrency: 10, batch: { most: 1000, what: 'addresses or users', shared: 'message' } },
	method: 'createEmailMessage',
	words: wordsOf('e-mail', { one: 'address', many: 'addresses' }),
	reader: readerOf(readEmail),
	recipientsFor: (kind, item) => (audienceOf(item) === kind ? recipientsOf(item, kind) : undefined),
	devicesKey: 'addresses',
	takesTransactionId: true,
	prepare: addAttachments,
	explain: aboutStrangers,
});
