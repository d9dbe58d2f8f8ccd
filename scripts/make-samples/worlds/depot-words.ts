import type { Lang } from '../draft.ts'

/** One family of faults: how it shows, what is found, what is done. `$asset`, `$part`, `$serial` are put in. */
export interface Fault {
  readonly name: string
  readonly part: string
  readonly code: string
  readonly shows: readonly string[]
  readonly found: readonly string[]
  readonly done: readonly string[]
}

export interface DepotWords {
  readonly place: string
  readonly intro: string
  /** `spared`: fault families that it cannot have. */
  readonly assets: readonly {
    readonly code: string
    readonly name: string
    readonly spared?: readonly string[]
  }[]
  readonly people: readonly string[]
  readonly shifts: readonly string[]
  readonly faults: readonly Fault[]
  readonly asides: readonly string[]
}

const FERRIES: DepotWords = {
  place: 'Lowmoor Ferries, slip and workshop',
  intro:
    'Workshop log of Lowmoor Ferries. Each numbered document is one entry: date, shift, asset, running-hours meter, account, fault family, part fitted, downtime and cost of parts.',
  assets: [
    { code: 'FV-1', name: 'Heron' },
    { code: 'FV-2', name: 'Marten' },
    { code: 'FV-3', name: 'Saltwife' },
    { code: 'FV-4', name: 'Old Anselm' },
    { code: 'WB-1', name: 'Tansy' },
    { code: 'LS-2', name: 'Quay Two linkspan', spared: ['cooling', 'bearings'] },
    { code: 'SL-1', name: 'north slipway winch', spared: ['cooling'] },
  ],
  people: [
    'I. Okafor',
    'M. Lindqvist',
    'P. Tarrant',
    'J. Aldous',
    'S. Vyas',
    'R. Brennock',
    'T. Ferreira',
    'L. Whitlow',
  ],
  shifts: ['Early shift', 'Day shift', 'Late shift', 'Night shift'],
  faults: [
    {
      name: 'hydraulics',
      part: 'ram seal kit',
      code: 'HYD',
      shows: [
        "The bow ramp of $asset {sank|dropped} {a hand's breadth|about 12 cm} {in ten minutes|overnight} with {the pump off|nobody at the panel}.",
        '{Crew reported|The mate reported} {slow|jerky} lifting on $asset and {a film of|fresh} oil on the deck {below the ram|by the frame}.',
        'Pressure on $asset fell from 140 to 95 bar {during the first lift|while holding}, {with no alarm|alarm came only later}.',
      ],
      found: [
        '{Found|Stripped down and found} the {upper|lower} ram seal {scored|lipped over} by {grit|a burr on the rod}.',
        'The {relief valve|check valve} was {clean|sound}; the leak was {past the piston seal|inside the ram}, not in the {hose|pipework}.',
      ],
      done: [
        'Fitted a new $part, serial $serial, {bled the circuit twice|refilled with 14 l} and {held pressure for an hour|proved it under load}.',
        'Renewed with $part serial $serial; {rod polished by hand|rod dressed with a stone} before assembly.',
      ],
    },
    {
      name: 'electrical',
      part: 'relay block',
      code: 'ELE',
      shows: [
        '$asset lost {navigation lights|the saloon lighting} {twice|three times} between {the outer mark|the breakwater} and the quay.',
        'Breaker 7 on $asset {tripped|opened} {at start-up|as the thruster came in}, and {again after a reset|held the second time only}.',
        'The {skipper|engineer} of $asset {noted|wrote up} a {smell of hot varnish|buzzing} {from the wheelhouse console|behind the switchboard}.',
      ],
      found: [
        '{Traced to|It came down to} a {pitted contact|blackened terminal} in the relay block; the {alternator|battery bank} tested {good|within limits}.',
        'Insulation on the feed read {0.4|0.6} megohm {until the block was unplugged|with the block in}, so the fault was in the block and not in the {cable|loom}.',
      ],
      done: [
        'Changed the $part (serial $serial) and {re-made both terminals|re-crimped the tails}.',
        'A new $part, serial $serial, {went in the same shift|was in by the end of the shift}; {lights burned for two hours|ran all circuits for an hour} without a flicker.',
      ],
    },
    {
      name: 'bearings',
      part: 'shaft bearing',
      code: 'BRG',
      shows: [
        'A dry {knocking|rumble} from {aft|the shaft tunnel} of $asset {at half load|above 900 rpm}, {gone in neutral|quiet astern}.',
        'Bearing temperature on $asset stood at {84|88|91} °C, {twenty over|well over} its neighbour.',
        '{Vibration survey|The hand probe} on $asset gave {7.1|6.8|8.2} mm/s where {4.5|4.5} is the limit.',
      ],
      found: [
        'The {race|cage} was {spalled|cracked} on the {loaded side|after side}; grease {grey with metal|smelt burnt}.',
        '{Alignment|The coupling} was {within 0.05 mm|true}, so the bearing itself had failed, {water had got past the lip|from lack of grease}.',
      ],
      done: [
        "Pressed in $part serial $serial and {repacked|greased to the mark}; {61|58} °C after an hour's run.",
        '{Drew the old one|Pulled the old one} and fitted $part, serial $serial.',
      ],
    },
    {
      name: 'cooling',
      part: 'raw-water impeller',
      code: 'COO',
      shows: [
        '$asset {ran hot|came in hot}: {98|101} °C on the {outer|second} leg with {little|hardly any} water at the outlet.',
        'High-temperature alarm on $asset {off the sandbar|in the narrows}; {engine stopped|speed cut} and {towed in|came home on one engine}.',
      ],
      found: [
        'Impeller had {lost three vanes|shed four blades}, the pieces {in the heat exchanger|lodged in the first bend}; {thermostat opened as it should|the thermostat was not to blame}.',
        '{Weed|A plastic bag} {had starved the pump|lay across the strainer}, and the impeller had {run dry|burnt} {within minutes|before anyone looked}.',
      ],
      done: [
        'New $part, serial $serial; {exchanger rodded through|bend flushed out} and {all pieces accounted for|run up to 82 °C, steady}.',
        'Fitted $part serial $serial and {cleaned both strainers|asked the crew to clear the strainer daily}.',
      ],
    },
    {
      name: 'corrosion',
      part: 'sacrificial anode set',
      code: 'COR',
      shows: [
        'At {low water|the quarterly look-over} {bare metal|weeping rust} {showed|was found} along the {chine|skirt} of $asset.',
        'Thickness gauge on $asset read {4.1|4.4} mm {at frame 9|near the skeg}, new plate being 6.0.',
      ],
      found: [
        'Anodes {all but gone|eaten to the studs}; {the shore supply had no isolator|a stray current from the pontoon is likely}.',
        'Paint {had lifted|came off in sheets} where {fenders rub|the chain chafes}; {no hole|sound beneath}, but not for another season.',
      ],
      done: [
        'Bolted on $part, serial $serial, {primed and painted|two coats on the bare places}.',
        'Renewed the anodes ($part, serial $serial) and {logged the next gauge reading for spring|chalked the thin places for the yard}.',
      ],
    },
  ],
  asides: [
    '{Rain all shift|Wind north-east, fresh}; the {canopy|tarpaulin} {held|leaked}.',
    'Handed over to $other, who {read this entry|asked about it} and {signed|had nothing to add}.',
    '$other {thought|was sure} it was the same trouble as {last winter|before the refit}; {it was not|the parts say otherwise}.',
    'The {yard key|torque wrench} is {back on its hook|still with the pontoon crew}.',
    'Stores {had one on the shelf|had to borrow one from the lock keeper}.',
    'Passengers were {put on the next boat|carried by the 14:20}, {no complaints|one letter expected}.',
    'The drawing in the binder is {two revisions old|right for once}; {marked it up|copy pinned by the bench}.',
    'Took photographs for {the insurer|the class surveyor}; {filed under the date|card is in the drawer}.',
    '{Tea urn|The heater in the mess} {is out again|tripped twice}, {not our trade|reported to the harbour office}.',
    'Waited {forty minutes|the better part of an hour} for the {crane|pontoon} to be free.',
    'The {mate|skipper} wants the {noise|smell} written down, {so it is|here it is}: {like a kettle|like wet rope}.',
    '$other measured it {again|twice} and got the same to {a tenth|half a millimetre}.',
    'Old part {bagged|kept} for {the supplier|the maker}, who {doubts|disputes} the {hours|date}.',
    '{School party|Two visitors} on the slip until {ten|noon}; {helmets given out|kept behind the rope}.',
    'The {thread|stud} had been {crossed|over-tightened} by somebody with {a longer spanner|more strength than sense}.',
    '{Fog|Sleet} until {nine|half past ten}, so {the trial run waited|nobody missed the boat}.',
    'Ordered {two more|a spare} for the shelf; {delivery in ten days|the old price still holds}.',
    'The {card index|stock list} said {three left|none left}; there {was one|were two}.',
    'Cleaned {the bilge|behind the panel} while {it was open|at it}, {half a bucket|found the lost torch}.',
    '$other learns fast and {did the second half|closed up} under my eyes.',
    'No {gasket|split pin} of that size; {cut one from sheet|used the next size}, {will hold|to be renewed at the yard}.',
    '{Insurance|Class} wants a {photograph with a scale|copy of this page}: {taken|sent}.',
    'The radio played {all shift|until the battery went}; {no objections|$other sings}.',
    'Tide gave us {two hours|just under three hours} {on the hard|under the hull}.',
  ],
}

const WATER_ZH: DepotWords = {
  place: '青石湾水厂检修班',
  intro:
    '以下是青石湾水厂检修班的日志。每个编号文档为一条记录：日期、班次、设备、运行小时表读数、经过、故障类别、更换件、停机时间和配件费用。',
  assets: [
    { code: 'P-101', name: '一号取水泵' },
    { code: 'P-102', name: '二号取水泵' },
    { code: 'P-205', name: '送水泵' },
    { code: 'B-03', name: '三号鼓风机', spared: ['密封'] },
    { code: 'F-07', name: '七号滤池', spared: ['轴承', '密封'] },
    { code: 'C-02', name: '二号空压机', spared: ['密封'] },
  ],
  people: ['陈立群', '吴晓岚', '马志远', '高淑芬', '罗建平', '沈一鸣', '韩秋生', '田美玲'],
  shifts: ['早班', '白班', '中班', '夜班'],
  faults: [
    {
      name: '轴承',
      part: '滚动轴承',
      code: 'ZC',
      shows: [
        '$asset{运行中有|启动后传出}{干涩的敲击声|沉闷的摩擦声}，{空载时消失|带半载时最明显}。',
        '$asset轴承温度{升到八十六度|达到九十一度}，比另一端{高出二十度|高出许多}。',
        '巡检测得$asset振动{七点一|六点八|八点二}毫米每秒，超过四点五的限值。',
      ],
      found: [
        '拆检发现{滚道剥落|保持架开裂}，油脂{发灰并含铁屑|有焦味}，联轴器{对中良好|偏差在允许范围内}。',
        '{冷却水|油位}{正常|没有问题}，确认是轴承本身损坏，{密封唇进水所致|长期缺脂所致}。',
      ],
      done: [
        '压装新$part，编号$serial，{重新注脂|加脂到标线}，运行一小时后{六十一度|五十八度}。',
        '{拔出旧件|用拉马取下旧件}，换上$part，编号$serial。',
      ],
    },
    {
      name: '密封',
      part: '机械密封',
      code: 'MF',
      shows: [
        '$asset轴端{滴水成线|漏水明显}，{地面积水|集水槽已满}。',
        '{值班员|巡检员}发现$asset压力{由五点二降到四点三公斤|缓慢下降}，{泵房地面有水|轴封处有水雾}。',
      ],
      found: [
        '动环端面{有划痕|崩了一角}，系{细砂|焊渣}所致；{轴套完好|泵体没有裂纹}。',
        '{填料函|压盖螺栓}{没有松动|正常}，漏点在密封面而不在{法兰|管路}。',
      ],
      done: [
        '更换$part，编号$serial，{研磨轴套|清洗密封腔}后试压{半小时不漏|合格}。',
        '装入新的$part，编号$serial，{排气两次|低速盘车}后投运。',
      ],
    },
    {
      name: '电气',
      part: '接触器',
      code: 'DQ',
      shows: [
        '$asset{启动时|加载时}{断路器跳闸|反复跳停}，{复位后又跳|第二次才合上}。',
        '控制柜内有{焦糊味|嗡嗡声}，$asset{自动停机|远程信号中断}。',
      ],
      found: [
        '查得接触器触点{烧蚀|发黑粘连}，{电机绝缘正常|电缆绝缘合格}。',
        '拔下接触器后绝缘{恢复正常|回到二十兆欧}，故障在接触器，不在{电缆|电机}。',
      ],
      done: [
        '更换$part（编号$serial），{重压两个端子|紧固全部接线}。',
        '换上新$part，编号$serial，{连续启停五次|带载两小时}无异常。',
      ],
    },
    {
      name: '堵塞',
      part: '滤网组件',
      code: 'DS',
      shows: [
        '$asset{流量|风量}降到{六成|一半左右}，{进口真空升高|出口压力偏低}。',
        '$asset{进口压差|前后压差}{超过三米|持续上升}，{报警两次|报警一次}。',
      ],
      found: [
        '{水草|塑料袋}{缠在|堵住了}滤网上，网面{撕破一处|变形}；{阀门全开|阀门无误}。',
        '网孔被{藻类|泥砂}{糊住|堵死}，{冲洗无效|反冲两次不见好}。',
      ],
      done: [
        '更换$part，编号$serial，{清出两桶杂物|冲洗管段}，流量恢复。',
        '换装$part，编号$serial，{提醒早班每日清捞|在记录本上注明每日清捞}。',
      ],
    },
    {
      name: '腐蚀',
      part: '阳极块',
      code: 'FS',
      shows: [
        '{例行检查|停机检查}发现$asset{底座锈穿漆皮|壳体有锈水渗出}。',
        '测厚仪在$asset测得{四点一|四点四}毫米，新件为六毫米。',
      ],
      found: [
        '阳极{所剩无几|只剩螺杆}，{疑有杂散电流|接地片早已断开}。',
        '漆层{成片脱落|鼓包}，{尚未穿孔|下面的金属还好}，但撑不过一年。',
      ],
      done: [
        '装上新$part，编号$serial，{除锈后刷两遍漆|补刷底漆}。',
        '更换$part，编号$serial，{薄处用粉笔标出|登记下次测厚日期}。',
      ],
    },
  ],
  asides: [
    '{全班下雨|北风较大}，{雨布|棚子}{漏水|还算顶用}。',
    '交接给$other，{对方看过记录|对方问了两句}后签字。',
    '$other{以为|坚持说}和{去年冬天|大修之前}是同一个毛病，{实际不是|拆下的零件说明不是}。',
    '{扭矩扳手|库房钥匙}{已归还|还在泵房那边}。',
    '库房{正好有一件|没有现货，向邻厂借了一件}。',
    '图纸是{旧版|两年前的版本}，{已在上面改正|复印一份贴在工作台旁}。',
    '{拍了照片|留了旧件}备查，{放在抽屉里|按日期归档}。',
    '{食堂的保温桶|休息室的电暖器}{又坏了|跳了两次}，{不归我们管|已报后勤}。',
    '等{行车|吊车}空出来{等了四十分钟|等了将近一小时}。',
    '值班员要求把{声音|气味}写清楚：{像水壶烧开|像湿麻绳}。',
    '$other又量了{一遍|两遍}，相差不到{一丝|半毫米}。',
    '旧件装袋留给{厂家|供应商}，对方{怀疑|不认}运行时数。',
    '{学生|来宾}参观到{十点|中午}，{发了安全帽|只让站在线外}。',
    '螺栓{曾被拧过头|滑丝}，{不知是谁干的|上次检修留下的}。',
    '大雾到{九点|十点半}，试车推迟。',
    '另订{两件|一件}备用，{十天到货|仍按旧价}。',
    '台账写着{还有三件|没有了}，实际{有一件|有两件}。',
    '顺便清了{集水坑|柜后积灰}，{清出半桶泥|找到丢失的手电}。',
    '$other学得快，后一半由{他|本人}{动手|独立}完成。',
    '没有这个尺寸的{垫片|开口销}，{现场剪了一个|用大一号的}，{大修时再换|可以用}。',
    '停水通知{提前两小时发出|没有来得及发}，{没有投诉|接到一个电话}。',
  ],
}

export const DEPOT_WORDS: Readonly<Record<Lang, DepotWords>> = { en: FERRIES, zh: WATER_ZH }
