import { accepted, plainCall } from '../../api/plainCall';
import { application, confirmNameField, optionOf, requireConfirmedName } from '../shared/fields';
import { APPLICATION } from './fields';

/** Deletes applications. */
export const deleteApplication = plainCall({
	option: optionOf('delete', APPLICATION, 'Remove an application with all it has, for good'),
	fields: [application, confirmNameField("The application's code")],
	unit: APPLICATION,
	done: 'deleted',
	read: (item) => {
		const code = item.locator('application').value;
		requireConfirmedName(item, code);
		return { application: code };
	},
	identifiers: { application: 'application' },
	family: 'remote',
	method: 'deleteApplication',
	asks: 'delete the application',
	request: (unit) => ({ application: unit.application }),
	deletes: (unit) => unit.application,
	// Elsewhere these words are about another thing than the one that is deleted.
	saysMissing: ({ text }) => /\bapplication (was )?not found/i.test(text) && !/denied/i.test(text),
	value: accepted,
	output: (_, unit) => ({ code: unit.application, deleted: true }),
	outputKeys: ['code', 'name', 'deleted'],
});
