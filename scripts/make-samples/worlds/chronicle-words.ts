import type { Lang } from '../draft.ts'

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
    '$person {notes|remarks} in the margin that {the ink froze|his hand was unsteady}, {which explains the blots|and begs pardon}.',
    'There is {more|much} here about {a disputed hedge|the price of seats in church} that {need not be copied|I leave out}.',
    'The {page|leaf} is {torn|stained} below this{.|, and the next is missing.}',
    '{A dog|A goat} was {bought|sold} the same {morning|evening} for {four shillings|half a crown}.',
    'The writer then {turns to|complains of} {the new curate|his chest|the state of the pavements}, at length.',
    '$person and $other were {on speaking terms again|not yet reconciled}, {it seems|as the entry shows}.',
    'A {second|later} hand has {underlined the date|added "true"}.',
    'The {choir|brass band} was {paid|thanked}, and {the bill|the bill for beer} is {pinned|folded in} here.',
    'Of the {sermon|speech} only the {length|text} is recorded{: two hours|: one hour and ten minutes|}.',
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

const ZH: ChronicleWords = {
  intro: '以下是云渡镇图书馆收集的地方资料。每个编号文档为一段摘录，次序打乱。凡以另一事件起算的日期，天数都是准确的。',
  chainIntro: '以下是事后收集的证词和便条，每个编号文档为一份，次序打乱。',
  sources: [
    '镇公所日志',
    '《云渡报》',
    '私塾先生的信',
    '庙产账册',
    '郑大夫回忆录',
    '磨坊账本',
    '柳婉的日记',
    '救火会簿册',
  ],
  people: ['郑伯安', '柳婉', '丁家婶子', '麦守仁', '圆通法师', '贺兰英', '江三泰', '欧阳梅', '段思明', '颜如松'],
  events: [
    {
      name: '柳家磨坊失火',
      tells: ['柳家磨坊失火{是在|发生于}$when，{火从晒楼起|天还没亮}。$person{把马赶了出来|敲钟直到绳断}。'],
      gist: '柳家磨坊被火烧毁',
    },
    {
      name: '铁桥通行',
      tells: ['铁桥通行是在$when。$person{剪了彩|赶着一车萝卜头一个过桥}，{乐队走了调|那天下着雨}。'],
      gist: '铁桥通行',
    },
    {
      name: '大水进城',
      tells: ['大水进城的日子是$when。水{漫到第三级台阶|齐腰深}，$person{从窗口被接走|在屋顶坐了一夜}。'],
      gist: '大水进城',
    },
    {
      name: '皮匠罢工',
      tells: ['皮匠罢工始于$when。$person{站在木桶上讲话|在井台边讲话}，{没有人受伤|只打破两扇窗}。'],
      gist: '皮匠罢工',
    },
    {
      name: '头班火车到站',
      tells: ['头班火车到站是$when，{晚点四十分钟|分秒不差}。$person{没有赶上|清早五点就开始卖票}。'],
      gist: '铁路通到本镇',
    },
    {
      name: '大钟失窃',
      tells: ['大钟失窃是在$when发现的。$person{夜里听见车声|一夜没醒}，{至今下落不明|再没有挂回去}。'],
      gist: '大钟被盗',
    },
    {
      name: '曲社成立',
      tells: ['曲社成立于$when，{十一人|十三人}在{茶楼后间|马具店楼上}聚会，由$person主持。'],
      gist: '曲社成立',
    },
    {
      name: '西塔倒塌',
      tells: ['西塔倒塌是在$when，{正逢集市|当时没有一丝风}。$person{早就提醒过|曾写信示警}。'],
      gist: '西塔倒塌',
    },
    {
      name: '路灯初亮',
      tells: ['路灯初亮是在$when。{孩子们都不肯睡|老人们拉上窗帘}，$person{嫌味道大|在街上读报}。'],
      gist: '镇上点起路灯',
    },
    {
      name: '江三泰当选镇长',
      tells: ['江三泰当选镇长是在$when，只多{一票|三票}。$person{要求重新点票|因此输了一桌酒}。'],
      gist: '江三泰当选镇长',
    },
    {
      name: '古钱出土',
      tells: ['古钱出土是在$when，{犁头碰着一个陶罐|修渠时挖到}。$person点了{四百零六|三百九十}枚。'],
      gist: '古钱出土',
    },
    {
      name: '女学堂开学',
      tells: ['女学堂开学是在$when，头一批{十九|二十二}名学生，$person{一人教全部功课|捐了炉子}。'],
      gist: '女学堂开学',
    },
    {
      name: '封路防疫',
      tells: ['封路防疫从$when开始。$person{把粮食送到路口|在谷仓里照料病人}。'],
      gist: '因疫情封路',
    },
    {
      name: '贺兰英捐书',
      tells: ['贺兰英捐书的遗嘱在$when宣读。$person{当场落泪|不到一个月就编好书目}。'],
      gist: '贺兰英把藏书捐给全镇',
    },
    {
      name: '湖面封冻',
      tells: ['湖面封冻，$when大车可以过湖。$person{量得冰厚一尺二|在冰上烤了一只羊}。'],
      gist: '湖面封冻',
    },
  ],
  colour: [
    '那{个月|几天}米价{每斗三角|略涨}，{布市冷清|茶叶走俏}。',
    '{连日东风|天气比往年暖}，{路上泥深|道路好走}。',
    '$person在页边注：{墨冻住了|手发抖}，{所以有墨团|请读者见谅}。',
    '下面还有一段{关于地界的争执|座次的纠纷}，{从略|不抄}。',
    '{此页|下半页}{破损|有水渍}，{后一页已佚|字迹不清}。',
    '同日还{买进|卖出}一头{羊|驴}，{价四元|双方都满意}。',
    '接着写到{新来的先生|他的咳嗽|路面的状况}，{篇幅很长|语多不满}。',
    '$person与$other{又说话了|还没有和好}，{从这条可以看出|据说如此}。',
    '后人在日期下{画了线|写了“不误”二字}。',
    '{戏班|鼓乐班}{领了赏|收了谢礼}，{账单|酒账}夹在此处。',
  ],
  chains: [
    {
      title: '二月九日医院停暖',
      links: [
        {
          name: '涵洞的格栅没有装回',
          tells: [
            '水厂工长：“{周一清洗时拆下|清淤时拆下}之后，涵洞的格栅没有装回，{没有人签字|该装的人被叫去别处了}。”',
          ],
        },
        {
          name: '树枝冲进涵洞',
          tells: ['园工：“因为$cause，{刚砍下的半棵柳树|一车枝条}漂了过去，我亲眼看见树枝冲进涵洞。”'],
        },
        {
          name: '泵房地窖进水',
          tells: ['看守：“{原因很清楚|一看就明白}，$cause，水没有去处，泵房地窖进水，{淹到膝盖|不到一小时就满了}。”'],
        },
        {
          name: '二号泵电机烧毁',
          tells: ['电工：“线圈是湿的，{没有什么奇怪|因为}$cause，二号泵电机烧毁，{一合闸就响了|冒了烟}。”'],
        },
        {
          name: '上城失去水压',
          tells: ['值班工程师：“只剩一台泵撑不住。{记录上写着|我当时写下}：$cause，{几分钟后|随后}上城失去水压。”'],
        },
        { name: '医院锅炉停炉', tells: ['医院门房：“医院锅炉停炉，{低水位保护动作|自动停的}。水厂回话说，$cause。”'] },
        {
          name: '病房迁到小学',
          tells: ['护士长：“室温只有九度，不能再等。由于$cause，病房迁到小学，{大家都来帮忙|校工已经生好炉子}。”'],
        },
      ],
    },
    {
      title: '码头费议案落空',
      links: [
        { name: '排字工把六看成八', tells: ['排字工：“{灯光太暗|铅笔字太淡}，是我，排字工把六看成八。”'] },
        { name: '潮汐表印错时辰', tells: ['港务员：“潮汐表印错时辰，{校样可以作证|后来查明}，就因为$cause。”'] },
        { name: '运煤船搁浅', tells: ['引水员：“我按表行船，$cause，运煤船搁浅时{我就在船上|正是半潮}。”'] },
        {
          name: '渡轮不能出港',
          tells: ['渡轮大副：“航道{从中午起|整天}封了，渡轮不能出港，{没有别的原因|就是因为}$cause。”'],
        },
        {
          name: '两位议员缺席',
          tells: ['议员阿米：“{我和同事|我们二人}都在岛上。问两位议员缺席的缘故，就是$cause。”'],
        },
        { name: '议案以一票之差落空', tells: ['镇公所书记：“议案以一票之差落空，说到底是因为$cause。”'] },
        {
          name: '挖泥船退还',
          tells: ['会计：“没有码头费就养不起船。$cause之后，挖泥船退还{给出租方|，同一周办妥}。”'],
        },
      ],
    },
  ],
}

export const CHRONICLE_WORDS: Readonly<Record<Lang, ChronicleWords>> = { en: EN, zh: ZH }
