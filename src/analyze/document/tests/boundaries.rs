//! Where sentences end: abbreviations, initials, quotes, ellipses, decimals, lists, datelines, other languages.

use super::super::segment;

/// A bar before each sentence but the first; a line is a text.
const CASES: &str = r#"
Mr. Baro met Gen. Ito. | He left.
Dr. Ana Lopez Jr. spoke. | Nobody listened.
On Jan. 5 the U.S. Senate rose. | It was cold.
He lives in the U.S. | She does not.
He works for the U.S. Department of Labor.
The U.N. said on Monday it would act. | It did.
It is No. 4 of Acme Inc. in Ohio.
No. | He did not.
J. K. Baro and A.B. Ito agree. | They met.
John F. Harlow spoke. | J. Ito sang.
She lives in Dover, Del. | He lives in Tampa, Fla.
She lives in Dover, Del., with Rep. Ito.
He runs Acme Inc. | The firm grew.
It began at 5 p.m. | They left.
It began at 5 p.m. Eastern time.
It began at 5 p.m. on Monday.
"Go home." | He went.
"Why?" she asked. | He sighed.
"Go home," he said. | "Now."
“We will win.” | The crowd roared.
“We will win!” she shouted. | Nobody moved.
“Will we win?” | “Yes.” | “When?”
He said, “Go.” | Then he left.
‘I am done,’ he said. | ‘Good.’
It rose 3.5 percent... and fell. | Then it rose.
Well… maybe. | Well… | Perhaps.
“I thought … it was over,” he said. | She nodded.
“I thought ...” | He stopped.
(He left early.) | She stayed.
He left (early, at 9 a.m.). | She stayed.
He left [sic]. | She stayed.
The price was $3.50. | It fell to $2.
Shares rose 2.5%. | Bonds fell.
It grew to 1.5 million. | By then it was 2008.
In 1999. | That was it.
He was born in 1990. | In 2010 he left.
Visit news.example for more. | It is free.
Write to ada@b.example. | We answer.
See www.example.org. | Then call.
Version 2.0 came out. | Version 3.1 did not.
He scored in the 3rd. | She scored in the 4th.
The firm, Acme Corp., said so. | It was late.
Acme Corp. said so. | It was late.
Acme Co. and Baro Ltd. merged. | Both fell.
The Baro Bros. circus came. | It left.
He met St. Louis fans. | They cheered.
The store on Main St. closed. | It was old.
They live on 5th Ave. in New York.
They drove down Sunset Blvd. | Then they stopped.
Sgt. Ito and Lt. Col. Baro came. | Capt. Diaz left.
Sen. Harlow (R-Ohio) voted. | Rep. Diaz did not.
Prof. Wang agreed. | Rev. Ito prayed.
He has a Ph.D. | She has an M.A.
He has a Ph.D. in law.
The i.e. and e.g. are Latin.
Many fruits, e.g. apples, are red. | Others are not.
He likes apples, pears, etc. | She likes nuts.
Apples, pears, etc. are fruit.
Rovers vs. United was dull. | It ended 0-0.
See p. 5 and pp. 6-7. | Then vol. 2.
Art. 5 holds. | Art. 6 does not.
Mt. Everest is high. | Ft. Worth is flat.
Gov. Ana Diaz spoke. | Govs. Roe and Poe sat.
What? | No! | Really?!
“What?!” he cried. | She left.
Who won? | Nobody knows.
He asked who won? and left.
Yahoo! is a firm. | It fell.
Yahoo! said so. | It fell.
WASHINGTON (AP) — The Senate voted. | It was close.
DUNMORE, Pa. — The council met. | It voted.
PARIS — It rained. | It stopped.
1. Wash hands. | 2. Dry them.
He came first; she second. | They left.
Here is why: It rained. | It poured.
He left - She stayed. | That was it.
The end.| Then it rained. | It stopped.
It ended.” | She left.
Sept. 11 changed it. | Oct. 7 did too.
Temperatures hit 30 C. | It was hot.
He took vitamin C. | She took D.
It was World War II. | It ended.
King Charles III. | Queen Mary.
He is in Section A. | She is in B.
I did it. | I am sorry.
So did I. | She left.
It was I. | Nobody knew.
He drove a V.8. | It was fast.
The F.B.I. came. | The C.I.A. left.
The F.B.I. Director came. | He left.
D.C. Mayor Ana Diaz came. | She left.
He moved to Washington, D.C. | She stayed.
He moved to Washington, D.C., in May.
a.m. and p.m. are short.
The No. 1 team lost. | Team No. 2 won.
“No. 1,” he said. | “No. 2.”
The vote was 5 to 2. | Two abstained.
The vote was 5-2. | Two abstained.
He was 40. | She was 39.
It cost 5 euros. | That is cheap.
“I am,” said Ito, “a judge.” | He left.
“I am,” said Ito. | “A judge.”
"It's over," Ito said. | "Go."
''We won,'' he said. | ''Good.''
``Yes,'' he said. | He left.
«Oui», dit-il. | Il partit.
« Oui. » | Il partit.
„Ja“, sagte er. | Er ging.
„Nein.“ | Sie ging.
El Sr. Díaz llegó. | Se fue.
¿Quién ganó? | ¡Nadie!
Il a dit oui. | Elle a dit non.
Am 5. Mai kam er. | Er blieb.
东京。 | 大阪。
他说：“是。” | 她走了。
مرحبا؟ | نعم.
यह है। | वह था।
Сказал он. | Она ушла.
He won (again!). | She lost.
He won (again!) and left.
"Stop!" | "Why?" | "Because."
The so-called "U.S." | It fell.
Alabama coach Nick Harlow Sr. won. | Nick Harlow Jr. lost.
Harlow Jr. won. | He left.
The Hon. Ana Diaz ruled. | Atty. Gen. Roe sued.
“Mr.” is a title. | “Dr.” is too.
It was 10 a.m. Monday. | It rained.
He works at Acme Inc. Chief Roe does not.
The firm is Acme Ltd. Baro owns it.
Mrs. A. Baro came. | Ms. B. Ito left.
He read Vol. 3 No. 2. | She read Fig. 4.
He weighs 80 kg. | She weighs 60 kg.
It is 5 ft. tall. | It fell.
It is 6 in. long. | It broke.
He left in Dec. | She left in Nov. 2020.
The meeting is on Mon. | The next is on Tue.
"#;

#[test]
fn sentences_end_where_a_reader_ends_them() {
    for case in CASES.trim().lines() {
        let text = case.replace("| ", "");
        let document = segment(&text);
        let mut drawn = text.clone();
        for sentence in document.sentences.iter().skip(1).rev() {
            drawn.insert_str(document.tokens[sentence.start].span.start, "| ");
        }
        assert_eq!(drawn, case);
    }
}
