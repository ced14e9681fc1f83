/** What a report is about. */
export interface ReportSubject {
  readonly kind: 'production' | 'presenter';
  readonly id: string;
}
