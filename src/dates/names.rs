//! The words of dates, folded as [`super::tokens::fold`] does it: lower case, no accents.

use std::collections::HashMap;
use std::sync::LazyLock;

/// A line a month, January first: full names (also in the genitive, as dates use them) and abbreviations, in the languages
/// of Europe and some others. `listopad` is November as in Czech and Polish, though October in Croatian.
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
    "november nov novembre noviembre novembro noiembrie noi listopad listopada lis kasim kas marraskuu marraskuuta marras studeni \
     studenoga lapkricio lapkritis novembris novembra ноябрь ноября ноя нояб листопад листопада лист ноември νοεμβριος νοεμβριου νοε \
     новембар новембра",
    "december dec dez dezember decembre diciembre dic dicembre dezembro desembre decembrie grudzien grudnia gru prosinec prosince pro \
     aralik ara joulukuu joulukuuta joulu prosinac prosinca detsember gruodzio gruodis decembris decembra desember des \
     декабрь декабря дек грудень грудня груд декември δεκεμβριος δεκεμβριου δεκ децембар децембра",
];

/// A line a weekday, Monday first. They decide nothing but which of two readings of `05/08/2019` is meant.
const WEEKDAYS: [&str; 7] = [
    "monday mon lundi lun lunes lunedi montag maandag segunda",
    "tuesday tue tues mardi martes martedi dienstag dinsdag terca",
    "wednesday wed mercredi mer miercoles mie mercoledi mittwoch woensdag quarta",
    "thursday thu thur thurs jeudi jeu jueves jue giovedi gio donnerstag donderdag quinta",
    "friday fri vendredi ven viernes vie venerdi freitag vrijdag sexta",
    "saturday sat samedi sam sabado sab sabato samstag sonnabend zaterdag",
    "sunday sun dimanche dim domingo domenica sonntag zondag",
];

/// Words that may stand inside a date without ending it.
const GLUE: &str = "of the de del d di du le el den der st nd rd th er ste e o a am um at on in t h kl ore uhr г р";

/// The month of a name, 1 to 12.
pub(super) fn month(word: &str) -> Option<i8> {
    static BY_NAME: LazyLock<HashMap<&str, i8>> = LazyLock::new(|| by_name(&MONTHS));
    BY_NAME.get(word).copied()
}

/// The day of the week of a name, 1 for Monday to 7.
pub(super) fn weekday(word: &str) -> Option<i8> {
    static BY_NAME: LazyLock<HashMap<&str, i8>> = LazyLock::new(|| by_name(&WEEKDAYS));
    BY_NAME.get(word).copied()
}

/// Whether a word may stand inside a date.
pub(super) fn is_glue(word: &str) -> bool {
    GLUE.split(' ').any(|g| g == word)
}

/// Whether a word says afternoon (`true`) or morning, as the Far East puts it before the time.
pub(super) fn leading_half(word: &str) -> Option<bool> {
    match word {
        "午後" | "下午" | "오후" => Some(true),
        "午前" | "上午" | "오전" => Some(false),
        _ => None,
    }
}

fn by_name(lines: &[&'static str]) -> HashMap<&'static str, i8> {
    (1..).zip(lines).flat_map(|(n, line)| line.split_whitespace().map(move |name| (name, n))).collect()
}
