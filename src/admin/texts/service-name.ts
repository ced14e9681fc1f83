import { escapeHtml } from '../../domain/html.ts';
import type { OperatorTexts } from './en.ts';

/** HTML; `service` as logs and `provider_call` have it. */
export function serviceName({ serviceNames }: OperatorTexts, service: string): string {
  const names: Readonly<Record<string, string>> = serviceNames;
  return names[service] ?? escapeHtml(service);
}
