/** What products of one kind have in common. */
export interface ProductLine {
  readonly group: string;
  /** Share of the products. */
  readonly share: number;
  /** Makers, each with its share within the line; the rest is spread over small ones. */
  readonly brands: Readonly<Record<string, number>>;
  /** What titles are made of: one thing, some of its qualities. */
  readonly things: readonly string[];
  readonly qualities: readonly string[];
  /** Typical price and how far prices spread, as a factor. */
  readonly price: number;
  readonly factor: number;
  /** Mean rating, 1 to 5. */
  readonly rating: number;
  /** Typical number of reviews. */
  readonly reviews: number;
  /** Share of the products that are reduced, so that their list price is known. */
  readonly reduced: number;
}

const lamps = ['table lamp', 'floor lamp', 'desk lamp', 'wall lamp', 'reading lamp'];
const chairs = ['dining chair', 'armchair', 'folding chair', 'rocking chair', 'bar stool'];

/**
 * Six kinds of household goods. No column tells all of them apart: plain and designer lamps share
 * their words, new and used chairs their makers, rugs and designer lamps their prices.
 */
export const productLines: readonly ProductLine[] = [
  {
    group: 'plain lamps',
    share: 0.22,
    brands: { Lumo: 0.5, Halden: 0.25, Brightwell: 0.2 },
    things: lamps,
    qualities: ['white', 'black', 'LED', 'dimmable', 'metal', 'small', 'with switch', '2 pack'],
    price: 24,
    factor: 1.4,
    rating: 4.0,
    reviews: 180,
    reduced: 0.15,
  },
  {
    group: 'designer lamps',
    share: 0.12,
    brands: { 'Atelier Nord': 0.6, Halden: 0.3 },
    things: lamps,
    qualities: ['brass', 'opal glass', 'hand made', 'LED', 'dimmable', 'linen shade', 'marble'],
    price: 310,
    factor: 1.5,
    rating: 4.6,
    reviews: 14,
    reduced: 0.1,
  },
  {
    group: 'new chairs',
    share: 0.2,
    brands: { Sedia: 0.45, Oakline: 0.4, Halden: 0.1 },
    things: chairs,
    qualities: ['oak', 'beech', 'set of 2', 'upholstered', 'grey', 'solid wood', 'with cushion'],
    price: 140,
    factor: 1.4,
    rating: 4.3,
    reviews: 60,
    reduced: 0.2,
  },
  {
    group: 'used chairs',
    share: 0.12,
    brands: { Sedia: 0.45, Oakline: 0.4 },
    things: chairs,
    qualities: ['renewed', 'second hand', 'with marks', 'oak', 'beech', 'grey', 'inspected'],
    price: 45,
    factor: 1.4,
    rating: 2.9,
    reviews: 9,
    reduced: 0.05,
  },
  {
    group: 'rugs',
    share: 0.16,
    brands: { Tappeto: 0.7, 'Atelier Nord': 0.1 },
    things: ['wool rug', 'runner', 'round rug', 'jute rug', 'shaggy rug'],
    qualities: ['woven', '120x170', '160x230', 'blue', 'beige', 'washable', 'striped', 'hand made'],
    price: 260,
    factor: 1.6,
    rating: 4.2,
    reviews: 40,
    reduced: 0.6,
  },
  {
    group: 'kitchen tools',
    share: 0.18,
    brands: { Culina: 0.5, Brightwell: 0.3 },
    things: ['chef knife', 'peeler', 'whisk', 'cutting board', 'measuring cup', 'grater'],
    qualities: ['stainless', 'dishwasher safe', '2 pack', 'bamboo', 'sharp', 'set of 3', 'black'],
    price: 15,
    factor: 1.5,
    rating: 4.5,
    reviews: 900,
    reduced: 0.1,
  },
];

/** Small makers, each with a handful of products. */
export const smallBrands: readonly string[] = [
  'Aldo & Co',
  'Birke',
  'Casa Uno',
  'Dalen',
  'Estrel',
  'Fjell',
  'Gable',
  'Hearth 9',
  'Ilex',
  'Juno Home',
  'Kestrel',
  'Lind',
  'Mobel',
  'Nave',
  'Ostra',
  'Pinewood',
];

/** Words that any title may end in. */
export const commonWords: readonly string[] = [
  'for home',
  'new model',
  'with box',
  'modern',
  'classic',
  'for living room',
  'gift',
];
