/** An error answer as S3 writes it. Codes and statuses: "List of error codes" of the Amazon S3 API reference, and R2's. */
export class S3Refusal extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string = code) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

export const xmlHead = '<?xml version="1.0" encoding="UTF-8"?>\n';
export const xmlNamespace = 'xmlns="http://s3.amazonaws.com/doc/2006-03-01/"';

/** The real ones also tell the string that was signed and the key's id: what a client must not pass on. */
export function refusalXml({ code, message }: S3Refusal, leak: string): string {
  return `${xmlHead}<Error><Code>${code}</Code><Message>${escapeXml(message)}</Message><AWSAccessKeyId>${escapeXml(leak)}</AWSAccessKeyId><StringToSign>AWS4-HMAC-SHA256 ${escapeXml(leak)}</StringToSign><RequestId>4442587FB7D0A2F9</RequestId></Error>`;
}

export function escapeXml(text: string): string {
  const names: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return text.replace(/[&<>"]/g, (found) => names[found] ?? found);
}
