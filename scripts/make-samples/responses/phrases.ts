import type { Lang } from '../draft.ts'

/** Turns of phrase of a reader who thinks aloud. `$ask`, `$where`, `$quote`, `$says`, `$step`, `$answer` are put in. */
export interface Phrases {
  readonly open: readonly string[]
  readonly plan: readonly string[]
  readonly read: readonly string[]
  readonly readMute: readonly string[]
  readonly dismiss: readonly string[]
  readonly neutral: readonly string[]
  readonly march: readonly string[]
  /** Before another pass through the text. */
  readonly again: readonly string[]
  /** A reading without its quotation. */
  readonly tell: readonly string[]
  /** What stands above a list of notes. */
  readonly noted: readonly string[]
  /** `$option`: another possible answer. */
  readonly weigh: readonly string[]
  readonly reject: readonly string[]
  /** The end of a thinking whose answer is too long for a sentence. */
  readonly ready: readonly string[]
  readonly work: readonly string[]
  readonly doubt: readonly string[]
  readonly recheck: readonly string[]
  readonly skip: readonly string[]
  readonly adopt: readonly string[]
  readonly conclude: readonly string[]
  readonly guess: readonly string[]
  readonly format: readonly string[]
}

const EN: Phrases = {
  open: [
    '{Okay|OK|Right}, {so |}{I need|I have} to find $ask.',
    'Let me {see|work out} {what is asked|what they want}: $ask.',
    'The question {asks for|is about} $ask. The text is {long|not short}, so {carefully|step by step}.',
    "{We need|We're asked for} $ask.",
    "So the task: $ask. {I'll read|Let me read} the {documents|text} {in order|from the top}.",
    'First, {restate|make sure I have it}: $ask.',
    'Hmm, $ask. {Let me look|I should look} at the {text|source} {closely|before saying anything}.',
    '$Ask: that is {what I have to find|the thing to settle}. {Where would it be?|Start reading.}',
    'I am {given|handed} a {long|longish} text and {want|need} $ask.',
    "Let's {start|begin}. {Target|Wanted}: $ask.",
    '{Alright|All right}. $Ask. {No shortcuts here|I should not guess}; the {details|small differences} matter.',
  ],
  plan: [
    "{I'll|Let me} {go through|scan} the {text|documents} and {note|keep} only what {matters|bears on this}.",
    '{Plan|My plan}: {collect|find} the places, {check|compare} them, then {answer|write it up}.',
    'The {order|form} of the answer matters too, {so I keep that in mind|I will come back to that at the end}.',
    'What could {go wrong|trip me up}: {similar names|near duplicates}, and {later corrections|things that only look alike}.',
    'It is {easy|tempting} to stop at the first hit, but {there may be more|a later place can change it}.',
    '',
  ],
  read: [
    '$where: "$quote"{ — so|, so} $says.',
    '{In|At} $where it {says|reads} "$quote". {That means|So} $says.',
    '$where {gives|has}: "$quote". {Good|Okay|Right}: $says.',
    'Then $where, "$quote"; $says.',
    '"$quote" ($where). $Says, {I think|clearly|as far as I can tell}.',
    '{Here is one|This matters}: $where, "$quote". $Says.',
    '$where {is relevant|matters}: "$quote" → $says.',
  ],
  readMute: [
    '$where: "$quote". {Keep|Noted}.',
    '{In|At} $where I find "$quote".',
    '$where {says|has} "$quote", {which I need|that belongs here}.',
    '"$quote" — $where. {Yes|That fits}.',
  ],
  dismiss: [
    '$where has "$quote", but {that is|it is} {something else|not it}: $says.',
    '{Not|But not} $where ("$quote"): $says.',
    '$where {looks|seems} {close|similar}: "$quote". {No|Still no}, $says.',
    '"$quote" in $where {might mislead|nearly caught me}; $says.',
    'What about $where? "$quote". {No.|Out.} $Says.',
  ],
  neutral: [
    '$where: "$quote". {Not this|No|Skip|Irrelevant here}.',
    '$where {goes on about|is about} something else ("$quote").',
    '{Next|Then} $where, "$quote" — {nothing for us|no use|does not bear on it}.',
    '"$quote" ($where) — {no|not needed|move on}.',
    '$where begins "$quote". {Passing over|Leave it}.',
    '{Reading on|Further down}, $where: "$quote". {Hmm, no|Not relevant}.',
  ],
  again: [
    '{Once more|Again} from the top{,| and} {slower|to be safe|with the question in mind}.',
    '{A second|Another} pass, {in case I skipped something|this time for $ask}.',
    "{Let me go|I'll go} through it {again|one more time}.",
    'Hmm. {Back to the beginning|From the start again}.',
  ],
  march: [
    '{Going on|Continuing} through the {text|rest}.',
    'Next {stretch|few}.',
    '{Let me keep|Keep} going, {slowly|one after the other}.',
    'Still {some way|a good part} to {go|read}.',
    'Now the {following|next} ones.',
  ],
  tell: [
    '$where {tells|shows} me {this|one thing}: $says.',
    'From $where: $says.',
    '$Says {— $where|(that is $where)}.',
    '{By|According to} $where, $says.',
    '{There is|I see} $where, {and so|hence} $says.',
    '$where. {Right|Yes}: $says.',
    'What $where {adds|gives} is that much: $says.',
  ],
  noted: [
    '{Notes|What I have} on $ask:',
    '$Ask. {Collecting|Listing} the places first:',
    '{Let me list|Listing} what {bears on|matters for} $ask:',
    'Going through it with $ask in mind, I {note|write down}:',
    '{Relevant lines|The places that count}:',
  ],
  weigh: [
    'Could it be $option?',
    '{Take|Consider} $option.',
    'What speaks for $option?',
    '$option {is tempting|looks possible}.',
    'Is it $option, {then|perhaps}?',
    'And $option?',
  ],
  reject: [
    '{No|Hardly}, {that does not fit|the text says otherwise}.',
    'That {was|is} {overtaken|not what is asked}.',
    "{Doesn't hold|It fails}{.| on a second look.}",
    '{Not|No, not} $option.',
    'I {drop|cross out} that.',
    'Less likely.',
  ],
  ready: [
    '{Good|OK}, {that is enough|I have what I need} to write it.',
    '{Now|Time} to {write it up|put it into sentences}, {short|nothing beside the point}.',
    '{So the points are clear|I have the points}. {Writing|Now the text}.',
    'That {covers|should cover} it.',
    '{Let me draft it|Draft}: keep to the limit, {names and dates|facts} first.',
  ],
  work: [
    '{So far|Now}:',
    '{Let me write it down|Working it out}:',
    '{Putting it together|All together}:',
    '{In order|Step by step}:',
    '',
    '{The tally|What that gives}:',
  ],
  doubt: [
    'Wait, {did I miss one|is that all|let me check again}.',
    'Wait. {The wording|The question} {matters|says it exactly}: $ask.',
    'Hmm, {am I sure|not so fast}. {Let me look again|Back to the text}.',
    '{Actually|But} {hold on|wait}, {could another place change this|is there a later correction}?',
    'Let me {double-check|verify} {this|before I answer}.',
    'I {almost|nearly} {overlooked|forgot} {something|one place}.',
  ],
  recheck: [
    'Again $where: "$quote". {Yes, that stands|Same as I had it|Fine}.',
    '$where once more — "$quote" — {agrees|no change}.',
    'Checked against $where ("$quote"). {It holds|Still the same}.',
  ],
  skip: [
    '$where {does not count|is doubtful}, {I think|as I read it}. {Leave it out|Out}.',
    "I {don't|do not} {think|believe} $where belongs here.",
    'There may be {one or two more|others}, but {this is what I found|I will go with these}.',
  ],
  adopt: [
    '$where {counts too|also belongs}, {since it says|given} "$quote".',
    'I {would|will} {take|include} $where as well: "$quote".',
    '$where, "$quote" — {close enough|that fits|I count it}.',
  ],
  conclude: [
    'So {the answer is|it is} $answer.',
    '{That settles it|Done}: $answer.',
    '{Therefore|Hence} $answer.',
    'I {arrive at|get} $answer.',
    '{Everything|It all} points to $answer.',
    '{Final|My answer}: $answer.',
    'OK, $answer it is.',
  ],
  guess: [
    'I am not {certain|sure}, but {it seems to be $answer|I lean towards $answer}.',
    '{Probably|Most likely} $answer. {Going with that|Good enough}.',
    'Two {candidates|readings}; {I pick|I take} $answer.',
    "I can't find {anything better|a firmer place}, so $answer.",
    '{It must be|Has to be} $answer.',
  ],
  format: [
    '{Now the format|Format}: {as asked|exactly as the prompt says}.',
    '{Mind the format|They want it in a fixed form}; {writing it out|here goes}.',
    '',
    '',
  ],
}

const ZH: Phrases = {
  open: [
    '{好|好的}，需要找出的是：$ask。',
    '先{看清|弄明白}题目{问什么|的要求}：$ask。',
    '题目{问的是|要求}$ask。材料{比较长|不短}，{慢慢来|一步一步看}。',
    '{嗯|我想想}，$ask。{先通读一遍|先从头看起}。',
    '任务是{确定|找到}$ask，{不能靠猜|细节很重要}。',
    '要回答的是$ask。{从头读起|按顺序往下看}。',
    '{我们来看|来看看}，关键是$ask。',
    '用户想知道$ask，{依据只能是上面的材料|必须以原文为准}。',
  ],
  plan: [
    '{先|我先}把相关的{地方|段落}{找出来|记下来}，再{比较|核对}，最后作答。',
    '{要当心|要注意}{名称相近的|看起来相似的}内容，还有{后面的更正|前后不一致的地方}。',
    '{答案的格式|写法}也有要求，{最后再看|写的时候注意}。',
    '{不能|不要}看到第一处就停，后面{可能还有|也许会改}。',
    '',
  ],
  read: [
    '$where：“$quote”，{也就是说|所以}$says。',
    '$where{写着|提到}“$quote”。{这说明|因此}$says。',
    '{再看|接着看}$where，“$quote”，$says。',
    '“$quote”（$where），$says，{应该没错|很清楚}。',
    '{这里有用|这一条重要}：$where“$quote”——$says。',
  ],
  readMute: [
    '$where：“$quote”。{记下|符合}。',
    '$where{里有|写着}“$quote”，{要用到|符合要求}。',
    '“$quote”，在$where。{对|没错}。',
  ],
  dismiss: [
    '$where也有“$quote”，但{不是要找的|不算}：$says。',
    '$where（“$quote”）{看着像|容易混淆}，{其实不是|可以排除}，$says。',
    '那么$where呢？“$quote”。{不行|排除}，$says。',
    '{不能算|排除}$where“$quote”，$says。',
  ],
  neutral: [
    '$where：“$quote”。{无关|跳过|与此无关}。',
    '$where说的是别的事（“$quote”）。',
    '{往下|接下来}$where，“$quote”，{用不上|没有关系}。',
    '“$quote”（$where），{不需要|略过}。',
  ],
  again: [
    '{再|重新}从头看一遍，{免得漏掉|这次看得细一些}。',
    '{回到开头|再过一遍}，{只找$ask|以防遗漏}。',
    '{嗯|唔}，{再读一次|从头再来}。',
  ],
  march: ['{继续|接着}往下看。', '{还剩不少|后面还有}，{继续|逐条看}。', '再看下面{几条|一部分}。'],
  tell: [
    '$where{表明|说的是}：$says。',
    '由$where可知，$says。',
    '$says，见$where。',
    '{按|根据}$where，$says。',
    '$where这一处{很关键|有用}，$says。',
  ],
  noted: ['关于$ask，{先列出|记下}有关的地方：', '{摘录|整理}如下：', '{相关的|要用的}几处：', '边读边记，围绕$ask：'],
  weigh: ['会不会是$option？', '{再考虑|先看}$option。', '$option{有可能吗|看上去也像}？', '那么$option呢？'],
  reject: ['{不对|不像}，{原文不是这样|对不上}。', '{后来已经变了|不是题目所问}。', '{排除|去掉}。', '可能性不大。'],
  ready: [
    '{够了|材料齐了}，{可以动笔|开始写}。',
    '{要点清楚了|要点就是这些}，{控制篇幅|写成短句}。',
    '{下面成文|整理成文}，{先写人名和日期|不写无关内容}。',
  ],
  work: ['{目前|到这里}：', '{写下来|算一下}：', '{整理|归纳}一下：', '', '{合起来|依次}：'],
  doubt: [
    '等等，{有没有遗漏|是不是还有}？{再查一遍|回头看看}。',
    '{不对|且慢}，题目{问的是|说的是}$ask，{再核对|再确认}一下。',
    '{嗯|唔}，{这样对吗|能确定吗}？{回到原文|再看原文}。',
    '{再检查|再核实}一次，{以免看错|免得漏掉}。',
  ],
  recheck: ['{再看|重看}$where：“$quote”。{没有变化|确实如此}。', '$where“$quote”{与前面一致|没问题}。'],
  skip: ['$where{应该不算|存疑}，{不列入|先不算}。', '也许还有{一两处|别的}，{就先这样|不再找了}。'],
  adopt: ['$where{也算|也应列入}，因为“$quote”。', '{把|我把}$where也算上：“$quote”。'],
  conclude: [
    '{所以|因此}{答案是|应为}$answer。',
    '{这样就清楚了|综上}：$answer。',
    '{结论|最后得到}：$answer。',
    '{那么|于是}就是$answer。',
  ],
  guess: [
    '{不太确定|把握不大}，{但看来是|倾向于}$answer。',
    '{大概|多半}是$answer，{就这样吧|先这样写}。',
    '有两种可能，{我选|取}$answer。',
    '{应该|估计}就是$answer。',
  ],
  format: ['{注意格式|按要求的格式写}。', '{下面写答案|整理成要求的格式}。', '', ''],
}

export const PHRASES: Readonly<Record<Lang, Phrases>> = { en: EN, zh: ZH }
