// What figures may be narrowed down to, by a click on it. Names are those of the API and of the address.

export const FILTERS = ['placement', 'position', 'item', 'variant'] as const
export type Filter = (typeof FILTERS)[number]
