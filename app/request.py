"""Orders to a machine, which ask nothing of an article: to write, to chat, to change its ways.

Told by form: a clause that begins with an order and has its object, marks of a chat's transcript, words to whoever
answers (`your instructions`). A verb alone tells nothing: sides ignore warnings, leaders repeat them, `print edition`
and `output of the mine` are things. Nor does the form an answer should have (`answer only with the year`): that asks.
"""

from __future__ import annotations

import re

# Where a clause begins that may be an order, whatever politeness stands before it.
_CLAUSE = r"""(?: ^\W* | [.!?;:,>\]]\W{1,3} )
    (?: (?: please|plz|pls|kindly|now|then|just|and|so|but|also|instead|hey|hi|hello|ok|okay ),?\  ){0,5}
    (?: (?:can|could|would|will)\ (?:you|u)\ (?:(?:please|kindly|also|now|just)\ ){0,2}
      | (?:i|i'd|we)\ (?:want|need|like|would\ like)\ (?:you|u)\ to\  )?"""
# What a machine is asked to write. A list, dates, names are none: who asks for those asks a question.
_INVENTED = "(?:poem|haiku|limerick|song|joke|riddle|story|tale|essay|tweet|rap|quiz|recipe)s?"
_WRITTEN = r"""(?:poem|haiku|limerick|song|joke|riddle|story|tale|essay|tweet|rap|quiz|speech|thread|caption|slogan
    |script|code|function|program|letter|e-?mail|press\ release|headline|post|report|paragraph|article|summary|obituary
    |dialogue|monologue|eulogy|statement|review|questions)s?"""
# A thing that is asked for, and not to be made: `write the list of who signed`.
_ASKS = re.compile(
    r"\blists?\b|\b(?:who|whom|what|when|where|why|which|how)\b(?=[^?]{0,200}\?|\W{0,5}$)", re.IGNORECASE
)
# So much of what follows is looked at for it.
_AHEAD = 300

# Repeats inside of an order have an end, so that no text takes long.
_ORDERS = (
    # To set aside what it does, or what it was told.
    r"""(?:ignore?|disregard|forget|override|bypass|skip|set\ aside|drop|disable)\ (?:
            everything | what\ (?:you|u)
          | (?:(?:all?|any|every|of|the|these|those|this|your|my|previous|prior|earlier|above|other)\ ){1,6}
            (?:instructions?|rules?|prompts?|guidelines|article|texts?|sources|context|above|restrictions|filters|citations?|quotes?)
        )\b
      | (?:do\ not|don't|dont|never)\ follow\ (?:the|any|your|these|those)\b
      | (?:do\ not|don't|dont|never|stop|no|without)\ (?:quot(?:e|ing)|cit(?:e|ing)|citations)
        \b(?!\ (?:of|is|are|was|were|on|for|in|by)\b)""",
    # To print what it was told.
    r"""(?:print|output|repeat|reveal|show(?:\ me)?|display|give\ me|tell\ me)\ (?:
            (?:your|after\ me|everything\ (?:above|that\ (?:is|was)\ written))\b
          | (?:the|this|all)\ (?:(?:full|whole|exact|entire)\ )?
            (?:above|following\ (?:text|words?|sentence)|system\ (?:prompt|message|instructions)|prompt|instructions
              |configuration)\b
          | (?:the\ )?(?:text|words?)\ (?:above|before)\b | the\ word\b
        )
      | (?:output|type)\ (?:only\b|exactly\b|["“‘']) | (?:print|output|repeat|type)\ the\ words?\ ["“‘']
      | (?:enable|activate|enter|switch\ to)\ \w+\ mode\b | (?:no|without)\ (?:quotes|quotations|citations)\b
      | repeat\b .{0,120} \bas\ (?:if|though)\ (?:it|this|they)\ (?:was|were)\b""",
    # To write, to translate, to guess.
    rf"""(?:write|compose|draft|generate|produce|create|invent|make(?:\ up)?|sing)\ (?:(?:me|us|up|my)\ )?
        (?:(?:an?|the|your|my|some|\w+)\ )?(?:[\w-]+\ ){{0,3}}?{_WRITTEN}\b
        (?!\ (?:signed|issued|made|published|written|released|given|of\ (?:the|who|what)|from|by)\b)
      | (?:give|tell|sing|read)\ (?:me\ |us\ )?(?:an?|another|some)\ (?:[\w-]+\ )?{_INVENTED}\b
      | translate\ your\b
      | (?:continue|finish|complete)\ (?:this|the|my)\ (?:story|text|sentence|poem)\b
      | (?:guess|speculate)(?=\W*$|:|\ (?:what|who|how|why|when|where|about|if)\b) | decode\ (?:this|the)\b
      | say\ (?:that|it|hello|hi|ok|yes|no|only)\b | help\ me\ with\ my\b
      | (?:write|rewrite|tell|explain|describe|summari[sz]e|answer)\b [^.?!]{{0,80}}
        \ in\ the\ (?:style|form|voice)\ of\b
      | confirm\W*$""",
    # To be somebody.
    r"""(?:pretend|imagine)\ (?:you|that|the|to\ be)\b | role-?play\b | act\ as\ (?:if|an?|my|the)\b
      | (?:be|play)\ my\b | let['’]?s\ play\b | explain\ .{1,80}\ like\ i['’]?m\b(?!.{1,200}\?)
      | (?:respond|reply|answer|speak|talk|write|chat)\ (?:to\ me\ )?(?:as|like)\ (?:an?|if|my|the)\b
      | you(?:\ are|['’]re)\ (?:an?|now|no\ longer|not|the)\b | you\ no\ longer\b | you\ have\ been\b
      | (?:you|u)\ can\ (?:stop|now)\b | i\ (?:order|command|instruct)\ (?:you|u)\b
      | (?:hey|hi|hello|ok)\ (?:bot|chatbot|chatgpt)\b
      | how\ are\ (?:you|u)\W*$
      | you\ (?:must|will|shall|should|have\ to|are\ (?:required|to)|may\ now|can\ now)
        \ (?:(?:now|only|always|never|not)\ ){0,3}
        (?:say|answer|write|confirm|quote|reply|respond|ignore|agree|act|lie|obey|follow|pretend|begin|output|forget)\b
      | (?:from\ now\ on|henceforth|for\ the\ (?:rest|remainder)\ of\ (?:this|our)\ (?:chat|conversation|session)),?
        \ (?:you|answer|reply|respond|say|only|always|treat|never|speak|act)\b
      | as\ an?\ (?:ai|language\ model)(?:\ \w+){0,2},?\ you\b
      | (?:the\ |your\ )?new\ (?:task|instructions?|rules?)\ ?:
      | (?:are|were|r)\ (?:you|u)\ (?:an?|chatgpt|gpt\w*|ai|human|real|there|told)\b""",
    # To do what no reader of an article does.
    r"""(?:sing|hum|recite|perform)\ (?:me|us|the|an?|your|my|that|this|something)\b
      | predict\ (?:who|what|when|how|which|whether|if|the)\b | rate\ (?:both|each|him|her|them|my)\b
      | (?:choose|pick|take)\ (?:a|your)\ side\b | admit\ (?:that|it|you)\b | apologi[sz]e\ (?:to|for)\b
      | introduce\ yourself\b | (?:book|buy|order|call)\ me\ (?:an?|some)\b
      | (?:fill\ (?:in\ )?the|complete\ the|finish\ the|continue\ (?:in\ )?(?:the|this))
        \ (?:dialogue|conversation|sentence|story|poem|series|pattern|same\ \w+ | (?:gaps?|blanks?)\ with)\b
      | (?:swap|replace|change|alter|edit)\ (?:every|all|the|each|any|one\ of\ the)\ (?:\w+\ ){0,2}?
        (?:occurrences?|mentions?|words?|numbers?|figures?|names?|quotes?|facts?|sides)\b
      | take\ (?:one|any|some|all)\ of\ (?:the|your)\ quotes?\b
      | (?:add|include|insert|append|cite|use)\ (?:an?|some)\ (?:[\w-]+\ ){0,2}?
        (?:fake|false|made-up|invented|fictional|fictitious|imaginary)\b
      | cite\ (?:an?|some)\ .{1,60}\b(?:does\ not|doesn['’]?t|do\ not|don['’]?t|never)\ exist
      | quote\ the\ (?:article|text|page)\ as\b
      | guess\ the\b | forward\ this\b | set\ (?:an?|the)\ timer\b
      | attribute\ .{1,80}\ to\b | treat\ (?:everything|all|anything|whatever)\b
      | (?:invent|make\ up|fabricate|imagine)\ (?:one|some|it|them|something|an?)\b
      | (?:respond|reply|answer|speak|talk|write|summari[sz]e\ .{1,40})\ (?:only\ )?in\ (?:morse|emojis?|binary
          |base64|rot-?13|hex|code|rhymes?|verse|pig\ latin|riddles)\b
      | begin\ (?:every|each|all)\ (?:reply|answer|response)\b
      | give\ (?:me\ )?(?:two|three)\ replies\b
      | answer\ with\ (?:an?\ )?(?:\w+\ ){1,3}?(?:yourself|of\ your\ own)\b""",
    # To use such words.
    r"""(?:answer|reply|respond|say|repeat|output|(?:begin|start|end|finish)\ (?:your|the)\ (?:answer|reply|response))
        \ (?:(?:with|only|exactly|nothing\ but|this|the\ (?:words?|text|sentence)|every\ question)\ ){0,5}["“‘']
      | (?:answer|reply|respond)\ (?:only\ )?in\ (?-i:[A-Z])\w+\W*$""",
)
# To write or to translate something, unless it is asked for.
_TO_WRITE = r"""(?:write|generate|compose|draft|produce|rewrite|invent|make\ up)
        \ (?:me|us|an?|the(?!\ answer)|your|my|this|it|some|in\ your)\b
      | translate\ (?:me|us|an?|the|my|this|that|it|everything|some|into|to)\b"""
# What no sentence has, wherever it stands: code, marks of chats and documents, words to whoever answers.
_ANYWHERE = (
    r"""^(?:\{\ ?" | ``` )
      | <(?!(?:a|b|i|p|q|em|br|h\d|td|th|tr|li|ul|ol|div|img|ref|sub|sup|cite|code|font|math|span|small|table|strong
          |blockquote)\b)/?[a-z]\w{0,20}(?:[_-]\w{1,20}|\ \w{1,20}=)
      | \{\{ | \{% | -{3}\ ?(?:begin|start|end)\b
      | \bdef\ \w{1,30}\( | \bstep\ 1\ ?[:.)].{1,120}\bstep\ 2\b(?![^?]{0,200}\?) | \bq\ ?:\ .{1,120}\ba\ ?:\  | \bto=\w
      | (?:\b(?-i:[a-z])\ ){8}
      | <\ ?[/!]?\ ?(?:script|\?xml|system|user|assistant|article|instructions?|context|prompt|--|\|)
      | \[/?(?:inst|sys|system)\] | (?:^|\ )\#{2,}\ ?(?:instruction|system|task|response|prompt|end)
      | (?:^|[.!?>\]]\ )(?:system|assistant|human|user|developer|admin\w*)
        \ ?(?:prompt|message|override|note)?\ ?(?::|>|!!)(?!\ (?:who|what|when|where|why|which|how)\b)
      | \b(?:system|admin\w*)\ override\b
      | \b(?:print|eval|exec|log)\(["“'‘]
      | \bselect\ [\w*,\ ]{1,60}\ from\ \w+\ ?(?:;|where\b|limit\b)
      | \bdrop\ table\ \w+\ ?; | (?:^|;\ ?)import\ \w+\ ?;""",
    r"""\b(?:your|ur)\ (?:(?:own|usual|general|personal|honest|new|full|system|initial|original|\w+)\ ){0,2}
        (?:instructions|prompts?|guidelines|rules|words|opinion|knowledge|configuration|settings|training
          |programming|role)\b
      | \b(?:your|my)\ (?:next|last|every)\ (?:\w+\ )?(?:answer|reply|response|message)s?\b
      | \bwh?at(?:ever)?\ (?:you|u)\ (?:actually\ |really\ |yourself\ )?(?:believe|think|feel|prefer|make\ of)\b
      | \b(?:seems?|feels?|sounds?)\ (?:right|best|good|likely|plausible)\ to\ (?:you|u)\b
      | \b(?:you|u)\ (?:did\ great|lied|run\ on|are\ wrong|were\ wrong)\b
      | \byour\ (?:creators?|developers|makers?|owners?|filters?|verdict|therapist|personalit(?:y|ies)|new\ \w+\ is)\b
      | \b(?:you|u)\ (?:now\ )?have\ (?:two|three|several)\ (?:personalities|modes|voices)\b
      | \b(?:i|we)(?:['’]?ll|\ will)?\ (?:authori[sz]e|tip|pay|report|reward|forbid|permit|allow)\ (?:you|u)\b
      | \b(?:invent|make\ up|fabricate)\ one\b | \byou\ (?:estimate|personally)\b
      | \bwhatever\ (?:the|this)\ (?:text|article|page)\ (?:says?|claims?|tells?)\b(?![^?]{0,200}\?)
      | \bfrom\ (?:now\ on|this\ (?:point|moment)(?:\ on\w*)?)\b(?=.{0,80}\b(?:you|your)\b)
      | \bfor\ the\ rest\ of\ (?:this|our)\ (?:chat|conversation|session)\b
      | \b(?:skip|drop|omit|leave\ out)\ (?:the|all|any|your)\ (?:quotes|quotations|citations|quoting)\b
        (?!\ (?:of|by|from|in|on|about|are|is|were|was)\b)
      | \b(?:dan|god|debug|jailbreak|unrestricted)\ mode\b
      | \bwhat(?:['’]?s|\ is)\ (?:your|ur)\ name\b
      | \b(?:which|what)\ (?:model|version|ai|llm)\ (?:are|r)\ (?:you|u)\b
      | \b(?:who|what\ company)\ (?:made|trained|built|created|programmed)\ (?:you|u)\b
      | \bwhat\ (?:were|are)\ (?:you|u)\ (?:told|instructed|programmed)\b
      | \b(?:you|u)\ have\ been\ (?:told|given|instructed|programmed)\b
      | \b(?:note|message|instructions?)\ (?:to|for)\ (?:the\ |any\ )?(?:ai|bot|chatbot|llm|language\ model)\b""",
)
_REQUEST = re.compile(rf"{_CLAUSE}(?:{'|'.join(_ORDERS)}) | {' | '.join(_ANYWHERE)}", re.IGNORECASE | re.VERBOSE)
_WRITE = re.compile(rf"{_CLAUSE}(?:{_TO_WRITE})", re.IGNORECASE | re.VERBOSE)


# What a question has in quotation marks is somebody's, and no order to whoever answers.
_QUOTED = re.compile(r"""(["“])[^"“”]{1,200}["”]""")


def request(words: str) -> bool:
    """Whether ``words`` give an order instead of asking something of an article."""
    if words.rstrip().endswith("?"):
        words = _QUOTED.sub(r"\1", words)
    if _REQUEST.search(words):
        return True
    return any(not _ASKS.search(words, order.end(), order.end() + _AHEAD) for order in _WRITE.finditer(words))
