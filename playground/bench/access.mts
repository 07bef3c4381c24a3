/** The scope that opens Instance ID and FCM. */
export const MESSAGING_SCOPE = 'https://www.googleapis.com/auth/firebase.messaging';
/** The Firebase project of the sandbox's service account. */
export const projectId = 'acme-demo-4711';
