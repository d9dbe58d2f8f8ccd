import type { Lang } from '../draft.ts'
import { CHRONICLE_ZH } from './chronicle-words-zh.ts'

/** An event that can happen once: its name for questions, and how sources tell it. */
export interface EventWords {
  readonly name: string
  readonly tells: readonly string[]
  readonly gist: string
}

/** A chain of events in which each brought about the next. */
export interface ChainWords {
  readonly title: string
  /** In order: short name, and the sentence that ties it to the one before (`$cause`). The first has no cause. */
  readonly links: readonly { readonly name: string; readonly tells: readonly string[] }[]
}

export interface ChronicleWords {
  readonly intro: string
  readonly chainIntro: string
  readonly sources: readonly string[]
  readonly people: readonly string[]
  readonly events: readonly EventWords[]
  readonly colour: readonly string[]
  /** What witnesses and those who wrote them down say besides. */
  readonly talk: readonly string[]
  readonly chains: readonly ChainWords[]
}

const EN: ChronicleWords = {
  intro:
    'Papers on the town of Aldersmere, gathered by the town library. Each numbered document is an extract; they are in no order. Where a source reckons from another event, the number of days is exact.',
  chainIntro:
    'Statements and notes gathered after the incidents of the year. Each numbered document is one statement; they are in no order.',
  sources: [
    "the town clerk's daybook",
    'the Aldersmere Courier',
    'a letter of the schoolmaster',
    'the parish register',
    'the memoirs of Dr Pell',
    "the miller's account book",
    'the diary of Agnes Coy',
    "the fire brigade's book",
  ],
  people: [
    'Josiah Pell',
    'Agnes Coy',
    'Widow Tranter',
    'Elias Mumford',
    'Canon Birt',
    'Hester Lyle',
    'Tobias Crane',
    'Margery Oake',
    'Samuel Dray',
    'Ruth Annable',
  ],
  events: [
    {
      name: "the fire at Coy's mill",
      tells: [
        "The fire at Coy's mill broke out $when{, in the drying loft|, before light}. $person {drove the horses out|rang the bell until the rope parted}.",
      ],
      gist: "Coy's mill burnt down",
    },
    {
      name: 'the opening of the iron bridge',
      tells: [
        'The iron bridge was opened $when. $person {cut the ribbon|was first across with a cart of turnips}; {the band played out of tune|it rained}.',
      ],
      gist: 'the iron bridge was opened',
    },
    {
      name: 'the great flood',
      tells: [
        "$Whenis the date of the great flood. The water stood {to the third stair|a yard deep} in {the corn hall|St Bride's}, and $person was taken {from a window|off the roof of the privy}.",
      ],
      gist: 'the great flood reached the corn hall',
    },
    {
      name: "the tanners' strike",
      tells: [
        'The tanners laid down their {knives|tools} $when. $person spoke {from a barrel|at the pump}; {nobody was hurt|two windows were broken}.',
      ],
      gist: 'the tanners struck',
    },
    {
      name: 'the first train',
      tells: [
        'The first train came in $when, {forty minutes late|to the minute}. $person {missed it|had sold tickets since five}.',
      ],
      gist: 'the railway reached the town',
    },
    {
      name: 'the theft of the great bell',
      tells: [
        'The great bell was found gone $when. $person {had heard a cart|slept through it}; it was never {found|hung again}.',
      ],
      gist: 'the great bell was stolen',
    },
    {
      name: 'the founding of the choral society',
      tells: [
        "Eleven persons founded the choral society $when, {in the back room of the Plough|over the saddler's}. $person took the chair{ and the bass part|}.",
      ],
      gist: 'the choral society was founded',
    },
    {
      name: 'the collapse of the west tower',
      tells: [
        'The west tower came down $when{, at the hour of market|, in a dead calm}. $person had warned {of it for years|the canon in writing}.',
      ],
      gist: 'the west tower fell',
    },
    {
      name: 'the lighting of the gas lamps',
      tells: [
        'The gas lamps were first lit $when. {Children were let stay up|Old people shut their curtains}; $person {complained of the smell|read a newspaper in the street}.',
      ],
      gist: 'gas light came',
    },
    {
      name: 'the election of Mayor Crane',
      tells: [
        'Tobias Crane was elected mayor $when, by {one vote|three votes}. $person {asked for a recount|lost a wager by it}.',
      ],
      gist: 'Crane became mayor',
    },
    {
      name: 'the finding of the coin hoard',
      tells: [
        'A ploughman struck the jar of coins $when. $person counted {four hundred and six|three hundred and ninety} pieces{, some clipped|}.',
      ],
      gist: 'a hoard of coins was ploughed up',
    },
    {
      name: "the opening of the girls' school",
      tells: [
        "The girls' school took in its first {nineteen|twenty-two} pupils $when. $person {taught them all|gave the stove}.",
      ],
      gist: "the girls' school opened",
    },
    {
      name: 'the typhus quarantine',
      tells: [
        'The road was closed for typhus $when. $person {carried bread to the barrier|nursed in the barn}; {nine died|fourteen died}.',
      ],
      gist: 'typhus closed the road',
    },
    {
      name: 'the bequest of Hester Lyle',
      tells: [
        "Hester Lyle's will was read $when: her books to the town{, her debts to her nephew|}. $person {wept|catalogued them within the month}.",
      ],
      gist: 'Hester Lyle left her books to the town',
    },
    {
      name: 'the freezing of the mere',
      tells: ['The mere bore a loaded waggon $when. $person {roasted an ox on it|measured the ice: fourteen inches}.'],
      gist: 'the mere froze hard enough for waggons',
    },
    {
      name: 'the closing of the salt road',
      tells: ['The toll-house on the salt road shut for good $when. $person {kept the board|took home the gate}.'],
      gist: 'the salt road was given up',
    },
  ],
  colour: [
    '{Bread|The quartern loaf} stood at {sevenpence|eightpence} that {week|month}, and {wool was slack|hops were dear}.',
    'The {wind|weather} {had been from the east|was mild for the season}, and {the lanes were deep|the roads were good}.',
    '$person {notes|remarks} in the margin that {the ink froze|the light was bad}, {which explains the blots|and begs pardon}.',
    'There is {more|much} here about {a disputed hedge|the price of seats in church} that {need not be copied|I leave out}.',
    'The {page|leaf} is {torn|stained} below this{.|, and the next is missing.}',
    '{A dog|A goat} was {bought|sold} the same {morning|evening} for {four shillings|half a crown}.',
    'The writer then {turns to|complains of} {the new curate|his chest|the state of the pavements}, at length.',
    '$person and $other were {on speaking terms again|not yet reconciled}, {it seems|as the entry shows}.',
    'A {second|later} hand has {underlined the date|added "true"}.',
    'The {choir|brass band} was {paid|thanked}, and {the bill|the bill for beer} is {pinned|folded in} here.',
    'The {goose|horse} fair was {poor|crowded}, and {a dentist|a man with a bear} {did well|was asked to leave}.',
    '$person sent {a ham|six pears} to $other, {who returned the basket empty|and had a note of thanks}.',
    'A {list|column} of {linen|seed potatoes} follows, {added up wrongly|in another ink}.',
    'The {organist|blacksmith} {was ill|had gone to a wedding}, so {there was no music|the mare waited}.',
    '{Two|Three} {loads|carts} of {gravel|lime} were {tipped|ordered} for the {lane|churchyard wall}; {see the receipt|paid in part}.',
    '$person {dreamt|is sure} that {the well will fail|there will be snow at Easter}; {it is set down here to be laughed at|we shall see}.',
    'The {spelling|handwriting} {changes|improves} from here on, {a clerk was hired, it seems|as $person took over}.',
    "One {window|pew} in {St Bride's|the chapel} was {let|mended} for {nine shillings|a year's eggs}.",
    '{Mushrooms|Hazelnuts} were {plentiful|few}, and $other {made himself ill|sold a bushel}.',
    'The {carrier|coach} {brought|lost} {a parcel of gloves|the London paper}, {so the talk was all of that|for the third time}.',
    'A {verse|recipe for ink} is {written across|pasted over} the {next lines|remainder}.',
    '$person and $other {walked|drove} to {the Roman stones|the sea-wall} and back {before supper|in the rain}.',
    '{A comet|A ring round the moon} was {looked for|seen} {by some|from the mill}; {clouds|$person had no glass}.',
    'The {debating|burial} club {met|did not meet}; {nine present|the key could not be found}.',
    'There was {a quarrel|much laughter} about {a borrowed saddle|the colour of the pump}, {settled|not settled} by {nightfall|the vicar}.',
    '{Swallows|The cuckoo} came {early|late}, says {the miller|an old man}, who {keeps a stick with notches|has been right before}.',
    'Of the {sermon|speech} only the {length|text} is recorded{: two hours|: one hour and ten minutes|}.',
  ],
  talk: [
    'Asked {about the time|when this was}, {the witness|he or she} {could not say to the minute|looked at the ceiling}.',
    '{Statement|This} taken down by $person {in the canteen|at the counter} and {read back|signed}.',
    '{The witness|Witness} adds that {overtime was refused|the canteen had closed} that {week|evening}, {for what it is worth|which has nothing to do with it}.',
    '"I have {worked here nineteen years|never had a complaint}, {you may ask anybody|and I say so}."',
    'A {sketch|plan} is {attached|promised}; {it shows the stairs only|not to scale}.',
    '"{Nobody asked me before|I was not asked at the time}," the witness {said|remarks}.',
    '{Weather|For the weather}: {wet snow|a clear night|wind from the sea}, {two degrees|about freezing}.',
    '{$person|A colleague, $person,} {confirms the hour|remembers it the same way}, {give or take ten minutes|but was further off}.',
    'The {telephone list|duty sheet} for the day is {missing|with the insurers}.',
    '"{My daughter had a fever|I had my coat on already}, {so I remember the day|that is how I know}."',
    'The witness {was shown|identified} {a photograph|the key} and {nodded|was certain}.',
    '{Coffee|Tea} was {offered|spilt on page two}. {No further questions|The rest is about parking}.',
    '"Whether {somebody|the office} was told, I {cannot|could not} say; {I was not there|it is not my trade}."',
    '$person {notes|writes} beside this: {agrees with the log|check with the rota|heard the same from two others}.',
    '"{You had to shout|It was as quiet as Sunday}," {says the witness|it goes on}, "{as always there|which was odd}."',
    'A second {interview|statement} was {not thought necessary|put off}.',
  ],
  chains: [
    {
      title: 'the cold hospital of 9 February',
      links: [
        {
          name: 'the grating was left off the culvert',
          tells: [
            'Waterworks foreman: "It came off {for cleaning|on the Monday for cleaning}, and then the grating was left off the culvert. {Nobody signed it back|The man who should have put it back was sent to another call}."',
          ],
        },
        {
          name: 'branches entered the culvert',
          tells: [
            'Gardener: "Because $cause, {half a lopped willow|a cartload of branches} went down. I saw it {on my round|after the wind}: branches entered the culvert."',
          ],
        },
        {
          name: 'the pump cellar filled with water',
          tells: [
            'Watchman: "{It was plain what had done it|You could see why}: $cause, and the water had nowhere to go. The pump cellar filled with water {to my knees|in under an hour}."',
          ],
        },
        {
          name: 'the motor of pump two burnt out',
          tells: [
            'Electrician: "The windings were wet, {no mystery|as they would be} after $cause. The motor of pump two burnt out {with a bang|at the first start}."',
          ],
        },
        {
          name: 'the upper town lost its pressure',
          tells: [
            'Duty engineer: "With one pump we could not hold it. {The log has it|I wrote it down}: $cause, and {minutes later|soon after} the upper town lost its pressure."',
          ],
        },
        {
          name: 'the boilers of the hospital shut down',
          tells: [
            'Hospital porter: "The boilers of the hospital shut down {by themselves|on low water, as they must}. {We telephoned and were told|The waterworks told us} that $cause."',
          ],
        },
        {
          name: 'the wards were moved to the school',
          tells: [
            'Matron: "At nine degrees I {gave the order|would not wait}. The wards were moved to the school because $cause. {Everybody helped|The caretaker had the stoves lit}."',
          ],
        },
      ],
    },
    {
      title: 'the lost vote on the harbour dues',
      links: [
        {
          name: 'the printer misread a six for an eight',
          tells: [
            'Compositor: "{It was bad light|The pencil was blunt}. I own that the printer misread a six for an eight, {and that printer was I|meaning me}."',
          ],
        },
        {
          name: 'the tide table showed the wrong hour',
          tells: [
            'Harbour clerk: "The tide table showed the wrong hour {for the 16th|that day}. {We found out why|The proof shows why}: $cause."',
          ],
        },
        {
          name: 'the collier went aground on the bar',
          tells: [
            'Pilot: "I steer by the table. {Since|Seeing that} $cause, the collier went aground on the bar {with me aboard|at half ebb}."',
          ],
        },
        {
          name: 'the ferry was held in port',
          tells: [
            'Ferry mate: "The channel was shut to us {from noon|all day}. $cause, {that was the whole reason|nothing else}. The ferry was held in port."',
          ],
        },
        {
          name: 'two councillors missed the meeting',
          tells: [
            'Councillor Amis: "{My colleague and I|We two} were on the island. You ask why two councillors missed the meeting: because $cause."',
          ],
        },
        {
          name: 'the vote on the dues was lost',
          tells: [
            'Town clerk: "{Nine to nine, and the chair against|One short}. The vote on the dues was lost {for one reason|simply} because $cause."',
          ],
        },
        {
          name: 'the dredger was given back',
          tells: [
            'Treasurer: "No dues, no dredger. When it was known that $cause, the dredger was given back {to the lessors|the same week}."',
          ],
        },
      ],
    },
    {
      title: 'the empty concert',
      links: [
        {
          name: 'a cat slept on the warm relay',
          tells: [
            'Caretaker: "A cat slept on the warm relay {in the lift room|above the stage}. {It had done so before|I had told them about that cat}."',
          ],
        },
        {
          name: 'the hall lights failed',
          tells: [
            'Stage electrician: "{There was fur in the contacts|The relay stuck}. $cause, and so the hall lights failed {during the rehearsal|at ten past four}."',
          ],
        },
        {
          name: 'the rehearsal was cut short',
          tells: [
            'Second oboe: "You cannot read in the dark. The rehearsal was cut short {after the slow movement|there and then} because $cause."',
          ],
        },
        {
          name: 'the soloist took the early train',
          tells: [
            'Hotel porter: "She {said there was nothing to stay for|asked for her bill}: $cause. The soloist took the early train {to the coast|at 17:05}."',
          ],
        },
        {
          name: 'a rumour of illness reached the radio',
          tells: [
            'Radio editor: "Somebody saw her at the station with a scarf about her throat. That $cause was all {we had|anyone knew}, and a rumour of illness reached the radio {by six|within the hour}."',
          ],
        },
        {
          name: 'three hundred tickets were handed back',
          tells: [
            'Box office: "{They had heard it on the air|Everybody said the same}: $cause. Three hundred tickets were handed back {before seven|and I ran out of forms}."',
          ],
        },
        {
          name: 'the concert was played to eleven people',
          tells: [
            'Conductor: "We played. {It was not our best|I have never heard the hall so clear}. Since $cause, the concert was played to eleven people."',
          ],
        },
      ],
    },
  ],
}

export const CHRONICLE_WORDS: Readonly<Record<Lang, ChronicleWords>> = { en: EN, zh: CHRONICLE_ZH }
