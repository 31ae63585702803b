//! Given names of women and of men in the languages of the news, gathered by hand. A name on both lists has no gender.

use std::collections::HashMap;
use std::sync::LazyLock;

/// Grammatical gender, as far as pronouns show it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::analyze) enum Gender {
    /// The gender of "she".
    Female,
    /// The gender of "he".
    Male,
}

/// Returns the gender of a given name in lower case.
pub(in crate::analyze) fn gender_of(name: &str) -> Option<Gender> {
    find(name).and_then(Given::gender)
}

const WOMEN: &str = "carla mary patricia linda elizabeth barbara susan jessica sarah karen lisa nancy betty margaret sandra ashley \
    kimberly emily donna michelle carol amanda dorothy melissa deborah stephanie rebecca laura helen sharon cynthia kathleen amy \
    angela shirley anna brenda pamela emma nicole ruth katherine catherine christine samantha debra rachel carolyn janet virginia \
    maria heather diane julie joyce victoria kelly christina joan evelyn lauren judith megan cheryl andrea hannah martha jacqueline \
    frances gloria ann anne teresa theresa kathryn sara janice jean alice madison doris abigail julia judy grace denise amber \
    marilyn beverly danielle sophia marie diana brittany natalie isabella charlotte rose alexis kayla hillary ivanka melania \
    michele kellyanne nikki susana loretta condoleezza madeleine hope sally claire clare fiona nicola theresa jill kirsten \
    kirsty heidi ingrid astrid greta ursula angela annalena svenja sabine petra monika claudia katrin birgit heike anke silke \
    gabriele renate christiane franziska johanna lena lea mia leonie marine segolene ségolène christine valérie valerie nathalie \
    isabelle sylvie céline celine brigitte élisabeth elisabeth rachida aurore camille élodie chloé chloe manon margaux juliette \
    giorgia giulia francesca chiara federica elena paola silvia valentina alessandra sofia sofía lucía lucia carmen pilar isabel \
    ana cristina dolores mercedes consuelo yolanda inés ines irene marta montserrat nuria núria soraya gabriela fernanda mariana \
    valeria ximena camila daniela catalina dilma marina luciana juliana adriana beatriz rita joana olga svetlana natalia natalya \
    tatiana tatyana ekaterina yekaterina yulia irina ludmila lyudmila galina larisa oksana olena iryna nataliya daria anastasia \
    ksenia polina vera nadia nadezhda zuzana ewa agnieszka katarzyna małgorzata beata magdalena joanna aleksandra kinga ildikó \
    fatima aisha ayesha zainab mariam maryam leila layla yasmin yasmine noura nour huda rania amina khadija samira salma hanan \
    malala benazir indira sonia priyanka sushma nirmala mamata anjali deepa lakshmi sunita kavita pooja shreya aishwarya \
    sheikh-hasina hasina yingluck aung-suu corazon gloria leni imelda mei-ling xiaoling yuki yoko akiko sanae yuriko naomi keiko \
    haruka ji-hyun geun-hye min-ji soo-jin thi ngozi chimamanda winnie graça ellen folasade funmilayo wangari jacinda julia \
    penny gladys jacqui annastacia sanna magdalena mette jóhanna katrín kaja erna maud margot elsa tina theresa nancy susie \
    eleanor harriet georgia ella lucy molly holly gemma louise lorraine jodie stacey tracey tracy wendy yvonne zoe zoë jenny \
    jennifer debbie cindy becky katie kate kathy cathy judy peggy betsy maggie meghan megyn tulsi elise kamala kirstjen jen \
    pam dianne barbara olympia lindy tammy mazie amy maxine marsha carly arianna oprah beyoncé taylor-swift adele rihanna \
    serena venus simone martina steffi navratilova billie ivana marla tiffany huma chelsea cecile gina donna wanda";

const MEN: &str = "james robert john michael david william richard joseph thomas charles christopher daniel matthew anthony mark \
    donald steven paul andrew joshua kenneth kevin brian george timothy ronald edward jason jeffrey ryan jacob gary nicholas eric \
    jonathan stephen larry justin scott brandon benjamin samuel gregory alexander frank patrick raymond jack dennis jerry tyler \
    aaron jose adam nathan henry douglas zachary peter kyle ethan walter noah jeremy christian keith roger terry harold sean austin \
    gerald carl arthur lawrence dylan jesse bryan joe billy bruce ralph roy gabriel louis eugene philip phillip russell bobby \
    johnny bradley barack mitt bernie ted marco jeb newt rudy rand ben carson lindsey mike mitch chuck harry tim tom bill bob jim \
    jeff dan don ron rick rob steve stephen corey reince paul kellan doug greg matt josh jake luke max sam tony will fred ed \
    vladimir sergei sergey dmitry dmitri mikhail alexei aleksei alexey nikolai igor oleg yuri boris viktor anatoly konstantin pavel \
    volodymyr petro oleksandr oleksiy andriy serhiy dmytro mykola yevgeny evgeny ivan leonid maxim roman kirill vasily gennady \
    emmanuel françois francois nicolas jacques jean jean-claude jean-luc pierre michel alain laurent gérard gerard bernard philippe \
    olivier thierry xavier guillaume mathieu antoine julien édouard bruno gérald yannick stéphane sébastien \
    olaf friedrich wolfgang helmut gerhard hans jürgen juergen klaus dieter uwe karl heinz horst günter guenter stefan thomas \
    markus matthias jens sebastian florian tobias christoph ulrich rainer manfred werner bernd frank-walter sigmar joschka jan \
    silvio matteo giuseppe mario giorgio sergio luigi antonio francesco marco paolo roberto alessandro lorenzo enrico gianni carlo \
    pedro josé jose juan carlos luis miguel javier fernando jorge alberto rafael manuel francisco diego pablo mariano alfonso \
    enrique ernesto hugo nicolás nicolas evo rodrigo andrés gustavo iván guillermo raúl raul fidel luiz jair joão joao paulo \
    eduardo marcelo ricardo thiago antónio aníbal recep tayyip ahmet mehmet mustafa abdullah mohammed muhammad mohamed mohammad \
    ahmed ahmad mahmoud ali hassan hussein hussain omar osama khalid khaled ibrahim ismail yusuf youssef bashar saddam muammar \
    hosni abdel abdul hamid hamad tariq salman nasser jamal karim rashid bilal imran nawaz asif pervez hamza zayed binyamin \
    benjamin benny ehud shimon ariel yitzhak yair naftali avigdor moshe narendra manmohan rahul amit arvind rajesh sanjay suresh \
    anil sunil vijay ravi arun ashok deepak vikram xi jinping keqiang jintao shinzo yoshihide fumio taro junichiro kenji hiroshi \
    takashi moon jong-un jae-in ban ki-moon rodrigo ferdinand joko mahathir najib lee goh nguyen kofi nelson thabo jacob cyril \
    robert morgan goodluck muhammadu olusegun paul uhuru raila yoweri abiy haile desmond scott malcolm tony kevin bill nigel \
    jeremy boris david gordon keir rishi ed nick vince alistair alex alec angus ian iain graham simon stuart neil duncan dominic \
    jacob oliver oscar leo liam owen rhys gareth gavin craig colin clive derek geoffrey hugh julian kenneth lewis martin nigel \
    norman stanley trevor victor vincent wayne lars anders jens erik henrik magnus mats sven bjorn björn olof fredrik mikael \
    jussi sauli jyrki geert mark wim jan-peter bart guy herman didier charles viktor orbán andrej miloš václav donald jarosław \
    lech mateusz andrzej piotr krzysztof tomasz marek alexis kyriakos antonis george nikos yanis aleksandar zoran milorad hashim";

static NAMES: LazyLock<HashMap<&'static str, Given>> = LazyLock::new(|| {
    let mut names: HashMap<&str, Given> = HashMap::new();
    for (list, given) in [(WOMEN, Given::Woman), (MEN, Given::Man)] {
        for name in list.split_whitespace() {
            names
                .entry(name)
                .and_modify(|g| {
                    if *g != given {
                        *g = Given::Either;
                    }
                })
                .or_insert(given);
        }
    }
    names
});

/// The usual bearers of a given name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::analyze) enum Given {
    Woman,
    Man,
    Either,
}

impl Given {
    /// Returns the gender of the bearers.
    pub(in crate::analyze) fn gender(self) -> Option<Gender> {
        match self {
            Self::Woman => Some(Gender::Female),
            Self::Man => Some(Gender::Male),
            Self::Either => None,
        }
    }
}

/// Returns the bearers of a word in lower case, if it is a given name.
pub(in crate::analyze) fn find(name: &str) -> Option<Given> {
    NAMES.get(name).copied()
}
