import type { ICredentialDataDecryptedObject, INodeProperties } from 'n8n-workflow';
import { readBaseUrl } from '../../../shared/credentials/baseUrl';

const REQUESTS = 'Where these requests go in place of Google. It must begin with https://.';

/** The addresses of Google's that a credential can have others in place of. */
const ADDRESSES = {
	iidUrl: { label: 'Instance ID URL', google: 'https://iid.googleapis.com', description: REQUESTS },
	fcmUrl: { label: 'FCM URL', google: 'https://fcm.googleapis.com', description: REQUESTS },
	/** Both where the assertion is sent and its audience. */
	tokenUrl: {
		label: 'Token URL',
		google: 'https://oauth2.googleapis.com/token',
		description: 'Where the service account signs in. It must begin with https://.',
	},
};

type AddressName = keyof typeof ADDRESSES;

/** The addresses of a credential, checked, without trailing slashes: Google's own, or the credential's. */
export type GoogleUrls = Record<AddressName, string>;

/** @returns the credential's fields for addresses, and what shows them */
export function addressFields(...names: AddressName[]): INodeProperties[] {
	return [
		{
			displayName: 'Other Addresses',
			name: 'otherAddresses',
			type: 'boolean',
			default: false,
			description:
				"Whether requests go to other addresses than Google's own, such as a proxy or a server of your own",
		},
		...names.map((name): INodeProperties => {
			const { label, google, description } = ADDRESSES[name];
			return {
				displayName: label,
				name,
				type: 'string',
				displayOptions: { show: { otherAddresses: [true] } },
				default: google,
				placeholder: `e.g. ${google}`,
				description,
			};
		}),
	];
}

/** @returns an expression for one address in a credential's test, without `={{ }}` */
export function addressExpression(name: AddressName): string {
	return `$credentials.otherAddresses ? String($credentials.${name}).trim().replace(/\\/+$/, "") : "${ADDRESSES[name].google}"`;
}

/**
 * Reads one address. What stands in the fields while they aren't shown doesn't count.
 * @throws CredentialProblem naming the field whose address can't be used; nothing has been sent then
 */
export function readGoogleUrl(credentials: ICredentialDataDecryptedObject, name: AddressName): string {
	const { label, google } = ADDRESSES[name];
	const { otherAddresses, [name]: other } = credentials;
	return otherAddresses === true || otherAddresses === 'true' ? readBaseUrl(other ?? google, label) : google;
}

/** All addresses, as {@link readGoogleUrl} reads them. */
export function readGoogleUrls(credentials: ICredentialDataDecryptedObject): GoogleUrls {
	return {
		iidUrl: readGoogleUrl(credentials, 'iidUrl'),
		fcmUrl: readGoogleUrl(credentials, 'fcmUrl'),
		tokenUrl: readGoogleUrl(credentials, 'tokenUrl'),
	};
}
