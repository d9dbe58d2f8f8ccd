import type { Lang } from '../draft.ts'

/** A matter that runs through many meetings. Sentences have no full stop at the end where they are put into others. */
export interface Matter {
  readonly name: string
  /** What is wrong, as a full sentence. */
  readonly trouble: string
  /** Infinitive clause: what somebody undertakes. */
  readonly duty: string
  readonly firms: readonly [string, string]
  /** Two ways to do it, noun phrases. */
  readonly ways: readonly [string, string]
  /** Why it is delayed, as a full sentence. */
  readonly snag: string
  /** What stands at the end, as a full sentence. */
  readonly outcome: string
}

export interface MinutesWords {
  readonly intro: string
  readonly house: string
  readonly chair: string
  readonly people: readonly string[]
  readonly matters: readonly Matter[]
  readonly fillers: readonly string[]
  readonly say: Readonly<Record<StepKind | 'head' | 'debate', readonly string[]>>
}

export type StepKind = 'raise' | 'estimate' | 'assign' | 'vote' | 'postpone' | 'handover' | 'done'

const EN: MinutesWords = {
  intro:
    'Minutes of the Tallow Court housing cooperative. Each numbered document is one item of one meeting; the meetings are in order of date.',
  house: 'Tallow Court',
  chair: 'Mrs Ekberg',
  people: [
    'Mr Aldridge',
    'Ms Banerjee',
    'Mr Castellan',
    'Mrs Dufour',
    'Ms Eisner',
    'Mr Fairweather',
    'Mr Gbeho',
    'Mrs Halloran',
    'Ms Iyer',
    'Mr Jessop',
  ],
  matters: [
    {
      name: 'the boiler house roof',
      trouble: 'Rain comes through the boiler house roof in three places and has reached the switch box.',
      duty: 'have the boiler house roof covered',
      firms: ['Penrose Roofing', 'A. Tully & Sons'],
      ways: ['zinc sheet on new battens', 'a felt roof in two layers'],
      snag: 'The scaffold cannot stand before the gas pipe along the wall has been moved.',
      outcome: 'The boiler house has been dry since, and the switch box was passed by the inspector.',
    },
    {
      name: 'the bicycle cellar',
      trouble: 'The bicycle cellar holds forty and has sixty-one bicycles in it, a third of them without an owner.',
      duty: 'clear the bicycle cellar and fit racks',
      firms: ['Northgate Metalwork', 'Rackham Fittings'],
      ways: ['racks in two tiers', 'hooks along both walls'],
      snag: 'The notice to unknown owners has to hang for eight weeks before anything may be taken away.',
      outcome: 'Nineteen bicycles went to the youth workshop, and the racks hold fifty-four.',
    },
    {
      name: 'the lift in stair B',
      trouble: 'The lift in stair B stopped between floors four times in a month, once with Mrs Ottoway inside.',
      duty: 'get the lift in stair B overhauled',
      firms: ['Calder Lifts', 'Hoyle Elevator Service'],
      ways: ['a new control board', 'a whole new drive'],
      snag: 'The maker has no boards of that series left and must wind the coil anew.',
      outcome: 'The lift has run without a stop since, and the fire brigade has a key.',
    },
    {
      name: 'the courtyard trees',
      trouble: 'Two of the courtyard ash trees are dying back and drop branches on the swings.',
      duty: 'have the courtyard trees seen to',
      firms: ['Greenway Tree Care', 'Sylvan Climbing Co.'],
      ways: ['felling both and planting limes', 'cutting back hard and bracing'],
      snag: 'Nothing may be cut while the birds are nesting.',
      outcome: 'The swings are open again, and three young limes stand where the ashes were.',
    },
    {
      name: 'the laundry tariff',
      trouble:
        'The laundry has lost money for two years, since the coin boxes still stand at the price of the old machines.',
      duty: 'work out a new laundry tariff',
      firms: ['Meridian Meters', 'Laundrel Ltd'],
      ways: ['a price by the kilowatt-hour', 'one price for a load'],
      snag: 'The meters on the second row were fitted backwards and count nothing.',
      outcome: 'The laundry covers its costs, and the coin boxes have been sold to a collector.',
    },
    {
      name: 'the back gate',
      trouble: 'The back gate is left open at night, and parcels have gone from the hall twice.',
      duty: 'see that the back gate locks by itself',
      firms: ['Halyard Locks', 'Bolt & Key Ltd'],
      ways: ['a closing arm with a number lock', 'a magnet lock with cards'],
      snag: 'The post wants a key of its own and has not answered two letters.',
      outcome: 'The gate closes by itself, and no parcel has gone since.',
    },
    {
      name: 'the insurance of the house',
      trouble: 'The insurer has raised the premium by a third and will no longer cover water from burst pipes.',
      duty: 'find a new policy for the house',
      firms: ['Harbour Mutual', 'Fenland General'],
      ways: ['full cover with a high excess', 'fire and storm only'],
      snag: 'Both insurers ask for a survey of the pipes, and the surveyor is booked for six weeks.',
      outcome: 'The house is covered again, burst pipes included.',
    },
    {
      name: 'the stair lighting',
      trouble: 'The stair lights burn day and night because the timer sticks, and the bill has doubled.',
      duty: 'have the stair lighting changed',
      firms: ['Lumen Electric', 'Brightwell Bros'],
      ways: ['lamps that sense movement', 'new timers on each floor'],
      snag: 'The wires in stair C turned out to be cloth-covered and had to be drawn anew.',
      outcome: 'The bill has fallen by more than half, and nobody has complained of the dark.',
    },
    {
      name: 'the archive of the cooperative',
      trouble: 'The papers of the first thirty years lie in the coal cellar, and the lowest box has mould.',
      duty: 'bring the archive into order',
      firms: ['Quire Conservation', 'Ledgerwood Bindery'],
      ways: ['giving it to the county record office', 'a dry cupboard in the meeting room'],
      snag: 'The mouldy box has to be frozen first, and the record office has one freezer.',
      outcome: 'The papers are dry and listed, and the founding deed hangs in the meeting room as a copy.',
    },
    {
      name: 'the rain water tank',
      trouble: 'The rain water tank under the lawn leaks, and the gardeners have used mains water since spring.',
      duty: 'have the rain water tank made tight',
      firms: ['Deepwell Lining', 'Stannard Tanks'],
      ways: ['a sprayed lining', 'a plastic inner tank'],
      snag: 'The cover is too narrow by a hand for the lining crew and must be widened.',
      outcome: 'The tank has held its level through a dry month.',
    },
  ],
  fillers: [
    'The summer {fair|party} is {fixed for|to be on} {the first Saturday in July|the last weekend of June}; $person {brings|will see to} the {tables|lamps}, $other the {urn|bunting}. {No decision was needed|Noted}.',
    'A {letter|postcard} from {former tenants|the family Roche} was read out, {with thanks|to some laughter}. $person will {answer|write back}.',
    '$person asked that {prams|boots} not be left {on the landing of stair A|by the meter cupboard}. $other {agreed|said it was not only the young families}. {The chair asked for a notice|Noted}.',
    'The {window cleaner|piano tuner} comes {on the 9th|in the second week}; {those who want him|flats that wish it} tell $person {by Friday|in good time}.',
    'The {minutes|notes} of the last meeting were {accepted|passed} {as written|with one spelling mended}. $person {abstained|had been away}.',
    '{A cat|A grey cat} {has been seen|sleeps} in the {drying room|attic of stair C}. $person {is against|is for} {feeding it|a bowl}; $other {said|thought} {it has an owner|it earns its keep}. {No vote|Left open}.',
    '$person thanked $other for {clearing the snow|mending the bench|painting the hall} {without being asked|on a Sunday}. {Applause|The meeting joined in}.',
    'Flat {12|7|31} {falls free|will be free} {in autumn|at the quarter}; {four|six} names are on the list. $person and $other {draw up|bring} the {usual|short} {list|report} for the next meeting.',
    'The {drain|gutter} over {stair A|the bicycle door} was cleared by $person, who found {a shoe|two tennis balls} in it. $other asked {whose|if there was a second one}. {Laughter|Noted}.',
    '$person {proposes|suggested} a {reading evening|chess table} in the meeting room {on Thursdays|once a month}. $other {has the key|lends the boards}. {Agreed without a vote|To be tried until Easter}.',
    'The {census|survey} of {bell plates|letter boxes} is {done|nearly done}: {seven|eleven} names are {out of date|painted over}. $person {engraves|orders} new ones; those who want {another spelling|their title on it} tell $other.',
    '$person {asked|wished to know} why the {reserve|deposit} account {bears so little|is kept at two banks}. The treasurer {explained|promised a page on it}. $other {was content|asked for it in writing}.',
    'The {caretaker|gardener} is on holiday {from the 3rd|for two weeks}. $person {takes the keys|waters}, $other {the bins|the ash cans}.',
    '{A pigeon net|A wire} on the {gable|south side} has come {loose|down}. $person {tied it up|will look}; {no danger|the path below is roped off}.',
    '{Sub-letting|Music practice} {after ten|in the attic rooms}: $person read out {rule 14|the house rules}, $other {asked for mercy|pointed to last year}. {Left to the neighbours|The chair will talk to both}.',
    'The {library shelf|book box} in the hall is {overfull|full of almanacs}. $person {weeds it|carries the rest to the fair}. $other {wants the atlas|asks for novels}.',
    'A {wedding|christening} in flat {9|22}: the house {sends flowers|signed the card}. $person {collects|has collected}, {small coins welcome|$other wrote the verse}.',
    "$person has found the {old plan|first lease} of the house {behind the boiler|at a dealer's}: {the yard was larger|there was a smithy}. $other will {copy|frame} it.",
    'The {telephone company|cable firm} wants to {drill|lay a duct} {through the cellar|along stair B}. $person {asked for a drawing|is against it}; {put off|no answer until they send one}.',
    'The {noise|dust} from {the building site|next door} begins at {six|half past six}. $person {wrote|telephoned}; {seven was promised|no change so far}. $other {keeps a list|sleeps through it}.',
    'The {sandpit|slide} was {tested|inspected}: {passed|one screw missing}. $person {put it in|signed}. $other asks {that dogs be kept out|for new sand}.',
    '{Four|Six} households would {share|buy} a {ladder|wallpaper table} together. $person {keeps it|makes a list}. {Others may join|$other wants it on Saturdays}.',
    '$person {resigns from|steps back from} the {festival|heating} committee after {nine|six} years. Thanks{ and a bottle|}. $other {is willing|will think about it}.',
    'The {heating season|summer timetable of the caretaker} {begins|starts} {on the 1st|a week early}; $person {posts it|has it printed}. {Flats at the end of the line are warmer than last year|$other reports cold radiators on the third floor}.',
    'The {water|heating} will be {off|down} for {two hours|a morning} {next week|on the 17th} while {the valve is changed|the meter is read}. $person {puts up|has put up} a notice.',
  ],
  say: {
    head: ['Meeting $session, $date, item $item: $topic.'],
    raise: [
      '$trouble $person {brought|laid} {photographs|a list of dates}. {After some questions|After a short exchange}, the meeting {agreed that something must be done|wished to hear prices first}.',
      '$person {reported|raised the matter}: $trouble {It was decided to|The meeting agreed to} ask for {estimates|prices}.',
    ],
    estimate: [
      'Estimates are in. $firm asks $cost; $rival asks $rivalcost. $person {thought|found} the second {too dear|vague}. {The papers are with the treasurer|Copies went round}.',
      '$person {read out|had obtained} two {offers|estimates}: $cost from $firm, $rivalcost from $rival. {A third firm did not answer|Both hold for sixty days}.',
    ],
    debate: [
      '$person {spoke for|preferred} $way1, $other {for|leaned to} $way2. The former, said $third, {would last longer|has been tried next door}; the latter {is quicker|costs less}. The chair put the $which to the vote.',
      'Two ways were {open|on the table}: $way1 and $way2. $person {asked about upkeep|wanted to know what breaks first}, and $third {answered at length|had seen both}. It was the $which of the two that {was put to the vote|came to the vote}.',
    ],
    assign: [
      '$holder undertakes to $duty by $due.',
      '$holder {takes it on|is willing} to $duty, and names $due as the date.',
    ],
    vote: [
      '{In favour|For} $yes, against $no, abstaining $idle: carried.',
      'The vote: $yes for, $no against, $idle abstaining. Carried.',
    ],
    postpone: [
      '$holder reports a delay. $snag The date to $duty moves from $olddue to $due.',
      '$snag $holder {therefore|for that reason} asks for more time to $duty; {granted|the meeting agreed}, {new date|now} $due instead of $olddue.',
    ],
    handover: [
      '$oldholder {is to be abroad|has a knee to be operated} until {autumn|the new year}. $holder takes over from $oldholder and will $duty; the date {stands|remains} at $due.',
      '$oldholder {asked to be released|has too much on hand}. From today it is $holder who is to $duty, still by $due.',
    ],
    done: [
      '$holder reports that it is done, on $on, for $final, against an estimate of $cost. $outcome {The chair thanked all|Closed}.',
      'Finished on $on, $holder says; the bill is $final, the estimate was $cost. $outcome {The meeting was pleased|Matter closed}.',
    ],
  },
}

const ZH: MinutesWords = {
  intro: '以下是榆树里住宅合作社的会议记录。每个编号文档为某次会议的一项议题，会议按日期先后排列。',
  house: '榆树里',
  chair: '姚主任',
  people: ['郭振华', '林慧敏', '彭大海', '董玉珍', '叶向东', '程佩兰', '蒋永年', '许文静', '苏国梁', '白雪梅'],
  matters: [
    {
      name: '锅炉房屋顶',
      trouble: '锅炉房屋顶有三处漏雨，水已经流到配电箱。',
      duty: '修好锅炉房屋顶',
      firms: ['安顺防水', '老周建材'],
      ways: ['铺彩钢瓦', '做两层油毡'],
      snag: '墙边的燃气管不移走，脚手架就搭不起来。',
      outcome: '此后锅炉房再没有漏水，配电箱也通过了检查。',
    },
    {
      name: '自行车棚',
      trouble: '自行车棚只能停四十辆，现在停了六十一辆，三分之一没有主人。',
      duty: '清理自行车棚并装好车架',
      firms: ['北门铁艺', '顺达五金'],
      ways: ['双层车架', '沿墙挂钩'],
      snag: '认领通知必须张贴满八周，之前不能动无主车辆。',
      outcome: '十九辆旧车送给了少年宫，新车架可停五十四辆。',
    },
    {
      name: '二单元电梯',
      trouble: '二单元电梯一个月内四次停在两层之间，有一次老人被困在里面。',
      duty: '完成二单元电梯大修',
      firms: ['恒通电梯', '华升机电'],
      ways: ['更换控制板', '更换整套曳引机'],
      snag: '厂家这个系列的电路板已经停产，线圈要重新绕。',
      outcome: '电梯此后没有再停，消防队也留了一把钥匙。',
    },
    {
      name: '院内老树',
      trouble: '院里两棵槐树枯枝严重，时常掉在秋千上。',
      duty: '处理院内老树',
      firms: ['绿源园林', '山河树艺'],
      ways: ['伐掉补种银杏', '重剪并加支撑'],
      snag: '鸟类孵化期间不得修剪。',
      outcome: '秋千重新开放，原处种上了三棵小银杏。',
    },
    {
      name: '洗衣房收费',
      trouble: '洗衣房连续两年亏损，投币箱仍按旧机器的价格收费。',
      duty: '制定洗衣房新收费办法',
      firms: ['精准仪表', '洁家公司'],
      ways: ['按用电量计费', '每桶统一价'],
      snag: '第二排电表装反了，没有读数。',
      outcome: '洗衣房收支平衡，旧投币箱卖给了收藏者。',
    },
    {
      name: '后院大门',
      trouble: '后院大门夜里常常没有关，门厅里的包裹丢了两次。',
      duty: '让后院大门自动上锁',
      firms: ['固安锁业', '金钥匙公司'],
      ways: ['闭门器加密码锁', '刷卡磁力锁'],
      snag: '邮局要求单独配钥匙，两封信都没有回音。',
      outcome: '大门能够自动关上，此后再没有丢过包裹。',
    },
    {
      name: '楼道照明',
      trouble: '楼道的灯因为定时器卡死而昼夜不熄，电费翻了一倍。',
      duty: '更换楼道照明',
      firms: ['光明电工', '兄弟电器'],
      ways: ['感应灯', '逐层新定时器'],
      snag: '三单元的旧线是布包线，必须全部重新穿管。',
      outcome: '电费降了一半以上，也没有人嫌暗。',
    },
    {
      name: '合作社档案',
      trouble: '头三十年的文件堆在地下室，最底下的一箱已经发霉。',
      duty: '整理合作社档案',
      firms: ['文华修复', '旧书装订社'],
      ways: ['移交区档案馆', '在会议室设干燥柜'],
      snag: '发霉的一箱要先冷冻，而档案馆只有一台冷柜。',
      outcome: '文件已晾干并编目，创社契约的复印件挂在会议室。',
    },
    {
      name: '雨水池',
      trouble: '草坪下的雨水池渗漏，从春天起浇花一直用自来水。',
      duty: '修补雨水池',
      firms: ['深井防渗', '永固水池'],
      ways: ['喷涂内衬', '放入塑料内胆'],
      snag: '池口比施工设备窄一掌，必须先扩口。',
      outcome: '经过一个月干旱，水位没有下降。',
    },
  ],
  fillers: [
    '夏季{茶会|联欢}定在{七月第一个周六|六月最后一个周末}，$person负责{桌椅|灯串}，$other负责{茶水|布置}。{无需表决|已记录}。',
    '宣读了{老住户|搬走的罗家}寄来的{信|明信片}，{大家很高兴|引来笑声}，由$person回信。',
    '$person提出不要把{童车|雨靴}放在{一单元平台|电表箱前}，$other{同意|说不光是年轻人家}，{主任要求贴通知|已记录}。',
    '{擦窗师傅|调琴师傅}{九号|第二周}上门，需要的住户{周五前|提前}告诉$person。',
    '上次会议记录{一致通过|改一个错字后通过}，$person{弃权|上次缺席}。',
    '有一只{灰猫|花猫}住在{晾衣房|三单元阁楼}，$person{反对|赞成}喂它，$other{说它有主人|说它会捉老鼠}，{未表决|暂不处理}。',
    '$person感谢$other主动{扫雪|修长椅|粉刷门厅}，{全场鼓掌|大家一致赞同}。',
    '{十二号|七号|三十一号}房{秋天|本季度末}空出，名单上有{四|六}户，$person和$other下次会议提出意见。',
    '$person清了{一单元|车棚门口}的{雨水管|天沟}，掏出{一只鞋|两个网球}，$other问{是谁的|还有没有另一只}，{众人笑|已记录}。',
    '$person提议{周四|每月一次}在会议室{读书|下棋}，$other{有钥匙|出棋盘}，{无异议|先试到开春}。',
    '{门铃牌|信箱}清查完毕，{七个|十一个}名字{过时|看不清}，由$person{重刻|订做}，要改字的告诉$other。',
    '$person问备用金为何{利息这么少|分存两家银行}，会计{作了解释|答应写一页说明}，$other{表示满意|要求书面答复}。',
    '{看门人|园工}{三号起|两周}休假，钥匙由$person保管，{倒垃圾|浇花}由$other负责。',
    '{南墙|山墙}上的{防鸽网|铁丝}{松了|掉下一截}，$person{已绑好|去看看}，{没有危险|下面的路先拦上}。',
    '关于{十点以后|阁楼里}{练琴|会客}，$person念了{第十四条|院规}，$other{请大家通融|说去年也是这样}，{请邻里自行商量|由主任分别去谈}。',
    '门厅的{书架|书箱}{放满了|全是旧历书}，$person{清理一遍|把多余的送去义卖}，$other{要那本地图册|希望多些小说}。',
    '{九号|二十二号}房办{喜事|满月酒}，全院{送花|签了贺卡}，由$person{收份子|代送}。',
    '$person在{锅炉后面|旧货摊}找到本院的{老图纸|第一份租约}，{当年院子更大|原来有个铁匠铺}，$other去{复印|装框}。',
    '{电话公司|有线公司}要{穿过地下室|沿二单元}{打孔|走线}，$person{要求先出图|不同意}，{暂缓|等对方来函}。',
    '隔壁工地{六点|六点半}就开工，$person{写了信|打了电话}，{对方答应改到七点|至今没有改}，$other{在记时间|说睡得着}。',
    '{沙坑|滑梯}检查{合格|缺一颗螺丝}，$person{已补上|签了字}，$other{要求不让狗进|希望换沙}。',
    '{四户|六户}想合买{梯子|裱糊台}，由$person{保管|登记}，{别家也可加入|$other周六要用}。',
    '$person任{联欢|供暖}小组{九年|六年}，现在退下，会议致谢，$other{愿意接任|说要考虑}。',
    '{下周|十七日}因{换阀门|查表}停{水|暖}{两小时|半天}，由$person张贴通知。',
  ],
  say: {
    head: ['第$session次会议，$date，第$item项：$topic。'],
    raise: [
      '$trouble$person带来了{照片|记录}。{几个人提问后|简短讨论后}，会议{认为必须处理|希望先了解价格}。',
      '$person{报告|提出}：$trouble会议决定先{询价|请人估价}。',
    ],
    estimate: [
      '报价已到。$firm要$cost，$rival要$rivalcost。$person认为后者{太贵|写得含糊}。{材料交给会计|复印件已传阅}。',
      '$person{宣读|拿到}两份报价：$firm $cost，$rival $rivalcost。{第三家没有回音|报价六十天内有效}。',
    ],
    debate: [
      '$person主张$way1，$other倾向$way2。$third说，前者{更耐用|隔壁院已经试过}，后者{更快|更省钱}。主任把$which付诸表决。',
      '有两种办法：$way1和$way2。$person{问到维护|问哪个先坏}，$third{作了说明|两种都见过}。最后付诸表决的是$which。',
    ],
    assign: ['$holder承诺在$due之前$duty。', '由$holder负责$duty，期限定为$due。'],
    vote: ['赞成$yes票，反对$no票，弃权$idle票，通过。', '表决结果：赞成$yes，反对$no，弃权$idle，通过。'],
    postpone: [
      '$holder报告进度推迟。$snag$duty的期限由$olddue改为$due。',
      '$snag因此$holder请求延期，会议同意，$duty的期限从$olddue改到$due。',
    ],
    handover: [
      '$oldholder{要出国|要做膝盖手术}到{秋天|年底}。今后由$holder接替$oldholder负责$duty，期限仍为$due。',
      '$oldholder{请求卸任|手头事情太多}。即日起改由$holder$duty，期限不变，仍是$due。',
    ],
    done: [
      '$holder报告已于$on完工，实付$final，当初报价$cost。$outcome{主任表示感谢|结案}。',
      '$holder说$on已完成，账单$final，报价是$cost。$outcome{大家满意|本案结束}。',
    ],
  },
}

export const MINUTES_WORDS: Readonly<Record<Lang, MinutesWords>> = { en: EN, zh: ZH }
