import { applicationField } from '../fields/applicationField';

export const EVENT = { one: 'event', many: 'events' };

export const application = applicationField({
	required: true,
	description: 'The application that the event belongs to',
});
