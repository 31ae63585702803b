//! The words of dates, as [`normalize`] makes them: in lower case without accents.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::tokens::normalize;
use super::zones;

/// The names of the months in the languages of Europe and some others, a line a month, January first.
///
/// They are full names, also in the genitive as dates use them, and abbreviations. `listopad` is November as in Czech and
/// Polish, though October in Croatian.
const MONTHS: [&str; 12] = [
    "january jan januar janner jaen januari janvier janv enero ene gennaio gen genn janeiro gener januarie ianuarie ian styczen stycznia sty \
     leden ledna led ocak oca tammikuu tammikuuta tammi sijecanj sijecnja jaanuar sausio sausis janvaris janvari eanair ionawr \
     january январь января янв сiчень сiчня ciч януари ιανουαριος ιανουαριου ιαν јануар јануара",
    "february feb febr februar feber februari fevrier fevr fev febrero gebruari febbraio febb fevereiro febrer februarie luty lutego lut \
     unor unora uno februara subat sub helmikuu helmikuuta helmi veljaca veljace veebruar vasario vasaris februaris februari \
     февраль февраля фев февр лютии лютого лют февруари φεβρουαριος φεβρουαριου φεβ φεβρ фебруар фебруара",
    "march mar mars marz maerz mrz maart mrt marzo marco marc martie marzec marca mart mars brezen brezna bre maaliskuu maaliskuuta \
     maalis ozujak ozujka marts kovo kovas marcius март марта мар березень березня бер μαρτιος μαρτιου μαρ μαρτ",
    "april apr avril avr abril abr aprile aprilie kwiecien kwietnia kwi duben dubna dub nisan nis huhtikuu huhtikuuta huhti travanj \
     travnja aprill balandzio balandis aprilis aprila апрель апреля апр квiтень квiтня квiт април απριλιος απριλιου απρ",
    "may mai mei mayo maggio mag maio maig maj maja kveten kvetna kve mayis toukokuu toukokuuta touko svibanj svibnja geguzes geguze \
     maijs maija majus маи мая травень травня трав μαιος μαιου μαι мај маја",
    "june jun juin juni junio giugno giu junho juny iunie iun czerwiec czerwca cze cerven cervna haziran haz kesakuu kesakuuta kesa \
     lipanj lipnja juuni birzelio birzelis junijs junij junija juna junius июнь июня июн червень червня черв юни ιουνιος ιουνιου ιουν јун јуна",
    "july jul juillet juil juli julio luglio lug julho juliol iulie iul lipiec lipca lip cervenec cervence temmuz tem heinakuu \
     heinakuuta heina srpanj srpnja juuli liepos liepa julijs julij julija jula julius июль июля июл липень липня лип юли ιουλιος ιουλιου ιουλ јул јула",
    "august aug aout agosto ago ag agost augustus sierpien sierpnia sie srpen srpna srp agustos agu elokuu elokuuta elo kolovoz kolovoza \
     rugpjucio rugpjutis augusts augusta avgust avgusta augusztus agustus август августа авг серпень серпня серп αυγουστος αυγουστου αυγ авгуса",
    "september sep sept septembre septiembre setiembre settembre set sett setembro setembre septembrie wrzesien wrzesnia wrz zari zar \
     eylul eyl syyskuu syyskuuta syys rujan rujna rugsejo rugsejis septembris septembra szeptember szept \
     сентябрь сентября сен сент вересень вересня вер септември σεπτεμβριος σεπτεμβριου σεπ σεπτ септембар септембра",
    "october oct oktober okt octobre octubre ottobre ott outubro out octombrie pazdziernik pazdziernika paz rijen rijna rij ekim eki \
     lokakuu lokakuuta loka oktoober spalio spalis oktobris oktobra октябрь октября окт жовтень жовтня жовт октомври \
     οκτωβριος οκτωβριου οκτ октобар октобра",
    "november nov novembre noviembre novembro noiembrie noi listopad listopada listopadu lis kasim kas marraskuu marraskuuta marras studeni \
     studenoga lapkricio lapkritis novembris novembra ноябрь ноября ноя нояб листопад листопада лист ноември νοεμβριος νοεμβριου νοε \
     новембар новембра",
    "december dec dez dezember decembre diciembre dic dicembre dezembro desembre decembrie grudzien grudnia gru prosinec prosince pro \
     aralik ara joulukuu joulukuuta joulu prosinac prosinca detsember gruodzio gruodis decembris decembra desember des \
     декабрь декабря дек грудень грудня груд декември δεκεμβριος δεκεμβριου δεκ децембар децембра",
];

/// The same in further languages, as written: Arabic, Hebrew, Hindi, Bengali, Thai, Persian, Filipino, Malay and Serbian.
///
/// A name of two words, or of two letters with points, has a `_` between them.
const FURTHER_MONTHS: [&str; 12] = [
    "يناير كانون_الثاني جانفي ינואר जनवरी জানুয়ারি มกราคม ม_ค ژانویه",
    "فبراير شباط فيفري פברואר फरवरी ফেব্রুয়ারি กุมภาพันธ์ ก_พ pebrero pebruari فوریه",
    "مارس آذار מרץ मार्च মার্চ มีนาคม มี_ค maret",
    "أبريل إبريل ابريل نيسان أفريل אפריל अप्रैल এপ্রিল เมษายน เม_ย آوریل",
    "مايو أيار ايار ماي מאי मई মে พฤษภาคม พ_ค",
    "يونيو حزيران جوان יוני जून জুন มิถุนายน มิ_ย hunyo ژوئن",
    "يوليو تموز جويلية יולי जुलाई জুলাই กรกฎาคม ก_ค hulyo julai ژوئیه",
    "أغسطس اغسطس آب أوت غشت אוגוסט अगस्त আগস্ট สิงหาคม ส_ค agust ogos اوت",
    "سبتمبر أيلول ايلول شتنبر ספטמבר सितंबर सितम्बर সেপ্টেম্বর กันยายน ก_ย septembar setyembre سپتامبر",
    "أكتوبر اكتوبر تشرين_الأول אוקטובר अक्टूबर अक्तूबर অক্টোবর ตุลาคม ต_ค oktobar oktubre اکتبر",
    "نوفمبر تشرين_الثاني نونبر נובמבר नवंबर नवम्बर নভেম্বর พฤศจิกายน พ_ย novembar nobyembre نوامبر",
    "ديسمبر كانون_الأول دجنبر דצמבר दिसंबर दिसम्बर ডিসেম্বর ธันวาคม ธ_ค decembar disyembre disember دسامبر",
];

/// The months of the Persian solar calendar, as written, the first of spring first.
const PERSIAN_MONTHS: [&str; 12] =
    ["فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور", "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند"];

/// The names of the weekdays, a line a day, Monday first.
///
/// They only decide which of two readings of `05/08/2019` is meant.
const WEEKDAYS: [&str; 7] = [
    "monday mon lundi lun lunes lunedi montag maandag segunda понедельник poniedzialek pondeli pondelok mandag maanantai hetfo \
     pazartesi luni dilluns δευτερα понедiлок ponedjeljak ponedeljak الاثنين الإثنين دوشنبه सोमवार 月曜日 星期一",
    "tuesday tue tues mardi martes martedi dienstag dinsdag terca вторник wtorek utery utorok tirsdag tisdag tiistai kedd sali \
     marti dimarts τριτη вiвторок utorak الثلاثاء سه‌شنبه मंगलवार 火曜日 星期二",
    "wednesday wed mercredi mer miercoles mie mercoledi mittwoch woensdag quarta среда sroda streda onsdag keskiviikko szerda \
     carsamba miercuri dimecres τεταρτη середа srijeda sreda الأربعاء چهارشنبه बुधवार 水曜日 星期三",
    "thursday thu thur thurs jeudi jeu jueves jue giovedi gio donnerstag donderdag quinta четверг czwartek ctvrtek stvrtok \
     torsdag torstai csutortok persembe joi dijous πεμπτη четвер cetvrtak الخميس پنجشنبه गुरुवार 木曜日 星期四",
    "friday fri vendredi ven viernes vie venerdi freitag vrijdag sexta пятница piatek patek piatok fredag perjantai pentek cuma \
     vineri divendres παρασκευη пятниця petak الجمعة جمعه शुक्रवार 金曜日 星期五",
    "saturday sat samedi sam sabado sab sabato samstag sonnabend zaterdag суббота sobota lordag lauantai szombat cumartesi \
     sambata dissabte σαββατο субота subota السبت شنبه शनिवार 土曜日 星期六",
    "sunday sun dimanche dim domingo domenica sonntag zondag воскресенье niedziela nedele nedela sondag sunnuntai vasarnap pazar \
     duminica diumenge κυριακη недiля nedjelja nedelja الأحد یکشنبه रविवार 日曜日 星期日",
];

/// Words that may stand inside a date.
const CONNECTIVES: &str = "of the de del d di du le el den der st nd rd th er ste e o a am um at on in t h kl ore uhr г р nam alle as luc saat klo в من ماه พ ศ ค";

/// Returns the month of a name, 1 to 12.
pub(super) fn month(word: &str) -> Option<i8> {
    static BY_NAME: LazyLock<HashMap<String, i8>> = LazyLock::new(|| by_name(MONTHS.iter().chain(&FURTHER_MONTHS)));
    // Hebrew writes `in November` as one word.
    BY_NAME.get(word).or_else(|| BY_NAME.get(word.strip_prefix('ב')?)).copied()
}

/// Returns the Persian month of a name, 1 to 12.
pub(super) fn persian_month(word: &str) -> Option<i8> {
    static BY_NAME: LazyLock<HashMap<String, i8>> = LazyLock::new(|| by_name(PERSIAN_MONTHS.iter()));
    BY_NAME.get(word).copied()
}

/// Returns the weekday of a name, 1 for Monday to 7 for Sunday.
pub(super) fn weekday(word: &str) -> Option<i8> {
    static BY_NAME: LazyLock<HashMap<String, i8>> = LazyLock::new(|| by_name(WEEKDAYS.iter()));
    BY_NAME.get(word).copied()
}

/// Returns whether a word may stand inside a date.
pub(super) fn is_connective(word: &str) -> bool {
    CONNECTIVES.split(' ').any(|connective| connective == word)
}

/// Returns whether a word before a time means the afternoon (`true`) or the morning, as East Asian dates have it.
pub(super) fn leading_day_half(word: &str) -> Option<bool> {
    match word {
        "午後" | "下午" | "오후" => Some(true),
        "午前" | "上午" | "오전" => Some(false),
        _ => None,
    }
}

/// Returns whether a word occurs in dates, in whatever role.
pub(super) fn is_date_word(word: &str) -> bool {
    let named = month(word).or_else(|| persian_month(word)).or_else(|| weekday(word)).is_some();
    named
        || is_connective(word)
        || leading_day_half(word).is_some()
        || matches!(word, "pm" | "p" | "m" | "feira" | "μμ" | "πμ" | "thang" | "ngay")
        || zones::by_abbreviation(word).is_some()
}

/// Returns the number of each name, in tables of one line a number. Two tables of months may follow one another.
fn by_name<'l>(lines: impl Iterator<Item = &'l &'static str>) -> HashMap<String, i8> {
    let numbers = (1..=12).cycle();
    numbers.zip(lines).flat_map(|(n, line)| line.split_whitespace().map(move |name| (normalize(name), n))).collect()
}
