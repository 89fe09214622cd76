"""French: `English|French`, a line each, searched as it lies. A test draws every page, and asks for what is missing."""

TABLE = """
VIEWMARK|VIEWMARK
READY|PRÊT
STORE FULL|PLEIN
STORE DAMAGED|MÉMOIRE ABÎMÉE
KEYS LOST|CLÉS PERDUES
check|contrôle
history|histo.
setup|réglages
on device %d   on laptop %d|ici %d   sur le portable %d
No new checks. Sync, then have it repaired.|Plus de contrôle. Synchronisez, puis faites réparer.
No new checks before all is on the laptop. Sync.|Plus de contrôle avant que tout soit sur le portable. Synchronisez.
No new checks before a sync. Nothing is lost.|Plus de contrôle avant une synchronisation. Rien n'est perdu.
No list. Sync with the laptop.|Pas de liste. Synchronisez avec le portable.
List %d of %s|Liste %d du %s
List %s|Liste du %s
, %d days old|, vieille de %d jours
The clock is not set. Sync with the laptop.|L'horloge n'est pas réglée. Synchronisez avec le portable.
Before that no check can be clear.|D'ici là aucun contrôle ne peut être néant.
CHECK %d: HIT|N° %d : SIGNALÉ
The register answered. See the history.|Le registre a répondu. Voyez l'historique.
Laptop connected|Portable connecté
Laptop connected: %s|Portable connecté : %s
No laptop|Pas de portable
No laptop is paired. Plug the cable in and pair.|Aucun portable appairé. Branchez le câble et appairez.
Battery %d %%|Batterie %d %%
: charge it| : à charger
SETUP|RÉGLAGES
PIN and laptops|code PIN et portables
practice|entraînement
language|langue
this handheld|cet appareil
THIS HANDHELD|CET APPAREIL
Firmware %s for %s|Logiciel %s pour %s
Started %d times|Démarré %d fois
It records each check before it shows a verdict. Training on pictures is never recorded.|Il enregistre chaque contrôle avant de montrer un verdict. L'entraînement n'est jamais enregistré.
PRACTICE %d OF %d|ENTRAÎNEMENT %d SUR %d
PRACTICE: SERIAL|ENTRAÎNEMENT : NUMÉRO
PRACTICE: RIGHT|ENTRAÎNEMENT : JUSTE
PRACTICE: WRONG|ENTRAÎNEMENT : FAUX
PRACTICE: END|ENTRAÎNEMENT : FIN
end|fin
The reader was wrong, and you saw it.|Le lecteur s'était trompé, et vous l'avez vu.
The lower one is on the metal. The register would find another weapon, or none.|Celui du bas est sur le métal. Le registre trouverait une autre arme, ou aucune.
%d of %d right|%d sur %d justes
Nothing of this was recorded.|Rien de ceci n'a été enregistré.
NEW FIRMWARE|NOUVEAU LOGICIEL
Version %s|Version %s
restart|redémarrer
later|plus tard
It is here, whole and signed. Restart now, or it starts at the next power on.|Il est ici, entier et signé. Redémarrez, ou il démarre au prochain allumage.
If it does not pass its self-test, this one comes back. No check is lost.|S'il échoue à son autotest, l'actuel revient. Aucun contrôle n'est perdu.
This firmware's head has no room here. It is not taken.|L'en-tête de ce logiciel n'a pas de place ici. Il n'est pas pris.
AIM|VISEZ
READING|LECTURE
The lines above and below are read too.|Les lignes du dessus et du dessous sont lues aussi.
Hold still.|Ne bougez pas.
Bring one line into the box.|Une ligne dans le cadre.
Too dark: turn the light, go closer.|Trop sombre : lumière, plus près.
Glare: tilt the mark a little.|Reflet : penchez un peu.
Not sharp: change the distance.|Flou : changez la distance.
SERIAL READ|NUMÉRO LU
CODE READ|CODE LU
NOTHING READ|RIEN LU
NO PICTURE|PAS D'IMAGE
right|juste
correct|corriger
again|encore
type|saisir
no serial|sans n°
leave|sortir
NO SERIAL?|SANS NUMÉRO ?
Nothing is typed. Record that the weapon bears no serial, or go back.|Rien n'est saisi. Enregistrez que l'arme ne porte pas de numéro, ou revenez.
Only the code was read. Compare it with the engraved mark, character by character.|Seul le code a été lu. Comparez-le au marquage gravé, caractère par caractère.
Turn the light, clean the mark, read again. Or type it.|Tournez la lumière, nettoyez, relisez. Ou saisissez.
Or record that there is no serial: that is a finding.|Ou enregistrez qu'il n'y a pas de numéro : c'est un constat.
%s may be: %s|%s peut être : %s
or|ou
anything|tout caractère
Compare it with the mark, character by character.|Comparez au marquage, caractère par caractère.
The code bears the same serial.|Le code porte le même numéro.
The code says %s: another serial. Look at both.|Le code dit %s : un autre numéro. Regardez les deux.
The code says %s: it fits what was read.|Le code dit %s : cela correspond à ce qui a été lu.
SERIAL|NUMÉRO
next|suiv.
previous|préc.
take|prendre
back|retour
done|fini
MAKER'S MARK|FABRICANT
MODEL|MODÈLE
CALIBRE|CALIBRE
COUNTRY|PAYS
IMPORT MARK|IMPORTATION
read it|le lire
type it|le saisir
none on the weapon|aucun sur l'arme
not found out|pas trouvé
up|haut
down|bas
answer|répondre
verdict|verdict
MARKS %d OF %d|MARQUAGES %d SUR %d
TO THE VERDICT|AU VERDICT
serial|numéro
maker|fabricant
model|modèle
calibre|calibre
country|pays
import|import.
part|pièce
reason|motif
transport|transport
link|lien
none|aucun
SERIAL IS ON|LE NUMÉRO EST SUR
THE WEAPON WAS|L'ARME A ÉTÉ
IT CAME BY|VENUE PAR
FOUND WITH A|TROUVÉE AVEC
NO MORE LINKS|PLUS DE LIENS
A check takes eight. Record this one, and link the others to a further check.|Un contrôle en prend huit. Enregistrez celui-ci, et liez les autres à un autre contrôle.
frame|carcasse
receiver upper|boîtier supérieur
receiver lower|boîtier inférieur
slide|glissière
barrel|canon
bolt|verrou
breech block|bloc de culasse
cylinder|barillet
other|autre
inspected|contrôlée
seized|saisie
found|trouvée
surrendered|remise
unknown|inconnu
road|route
rail|rail
air|air
sea|mer
foot|pied
parcel|colis
person|personne
organisation|organisation
vehicle|véhicule
payment|paiement
document|document
location|lieu
LOOK AGAIN|REGARDEZ
as confirmed|confirmé
the second|le second
%s numbers its weapons %s (A letter, 9 digit): look-alikes may be the other way.|%s numérote ses armes %s (A lettre, 9 chiffre) : les semblables peuvent être l'inverse.
Which of the two is on the weapon?|Lequel des deux est sur l'arme ?
UNFINISHED|INACHEVÉ
go on|continuer
LEAVE THE CHECK?|QUITTER LE CONTRÔLE ?
Nothing of it is recorded yet. Given up, its marks and its photo are gone.|Rien n'en est encore enregistré. Abandonné, ses marquages et sa photo sont perdus.
give it up|abandonner
This check was cut off. Nothing of it is recorded yet: go on where it was, or give it up.|Ce contrôle a été coupé. Rien n'en est encore enregistré : continuez où il était, ou abandonnez.
HIT|SIGNALÉ
REGISTER: HIT|REGISTRE : SIGNALÉ
By this handheld's list: %s.|Selon la liste de ce terminal : %s.
NEAR|RESSEMBLE
CLEAR|NÉANT
UNTRACEABLE|INTRAÇABLE
UNCHECKED|NON VÉRIFIÉ
hit|signalé
near|ressemble
clear|néant
untraceable|intraçable
unchecked|non vérifié
damaged|abîmé
queued|attend
error|erreur
empty|vide
maker not given|fabricant non donné
Listed: %s|Sur la liste : %s
Check %d is recorded.|Contrôle %d enregistré.
Register: %s, %d candidate.|Registre : %s, %d candidat.
Register: %s, %d candidates.|Registre : %s, %d candidats.
Serial and maker are listed. Secure the weapon, ask the register.|Numéro et fabricant sont signalés. Sécurisez l'arme, interrogez le registre.
A serial that looks alike is listed for this maker. Look again, character by character.|Un numéro semblable est sur la liste pour ce fabricant. Regardez encore, caractère par caractère.
This serial is listed, but not under this maker. Check the maker's mark.|Ce numéro est sur la liste, mais pas sous ce fabricant. Vérifiez la marque du fabricant.
This serial is listed. Give the maker to tell a hit from a namesake.|Ce numéro est sur la liste. Donnez le fabricant pour distinguer d'un homonyme.
A listed serial fits the characters that were read. Clean the mark and read again.|Un numéro de la liste correspond aux caractères lus. Nettoyez le marquage et relisez.
Not on the list. This does not mean that it is legal.|Pas sur la liste. Cela ne veut pas dire que l'arme est légale.
No serial was found. That is a finding: look on frame, slide and barrel.|Aucun numéro trouvé. C'est un constat : regardez carcasse, glissière et canon.
This is no serial but a placeholder. Look for the real mark.|Ce n'est pas un numéro mais un bouche-trou. Cherchez le vrai marquage.
This is a model name, not a serial. Look for the serial elsewhere.|C'est un nom de modèle, pas un numéro. Cherchez le numéro ailleurs.
This handheld holds no list. Sync with the laptop.|Ce terminal n'a pas de liste. Synchronisez avec le portable.
The list has expired. Sync with the laptop.|La liste a expiré. Synchronisez avec le portable.
The list is being replaced. Check again in a moment.|La liste est en cours de remplacement. Recommencez dans un instant.
The clock is not set, so the list's age is unknown. Sync with the laptop.|L'horloge n'est pas réglée : l'âge de la liste est inconnu. Synchronisez avec le portable.
Too many characters are unread. Clean the mark, change the light, read again.|Trop de caractères illisibles. Nettoyez, changez la lumière, relisez.
Listed for this maker without the letters between the digits. Look at the mark again.|Sur la liste pour ce fabricant sans les lettres entre les chiffres. Regardez encore.
The list is damaged where it was asked. Sync with the laptop to get it again.|La liste est abîmée à cet endroit. Synchronisez avec le portable pour la ravoir.
The code on it bears a listed serial, the engraved mark another. Secure it, look at both.|Le code porte un numéro de la liste, le marquage gravé un autre. Sécurisez, regardez les deux.
One character is unread: give the maker to have the candidates checked.|Un caractère est illisible : donnez le fabricant pour vérifier les candidats.
HISTORY|HISTORIQUE
 no. UTC   verdict     at     register| n°  UTC   verdict     où     registre
newer|récents
older|anciens
No check is on this handheld.|Aucun contrôle sur ce terminal.
laptop|ordi
here|ici
PIN AND LAPTOPS|PIN ET PORTABLES
PIN|PIN
laptops|portables
lock|verrou
A PIN is set.|Un PIN est fixé.
No PIN is set: whoever finds this handheld can work with it.|Pas de PIN : qui trouve ce terminal peut s'en servir.
This board keeps no key in its chip: a PIN does not stop who copies the flash.|Cette carte n'a pas de clé dans sa puce : un PIN n'arrête pas qui copie la mémoire.
%d laptop is paired.|%d portable appairé.
%d laptops are paired.|%d portables appairés.
LOCKED|VERROUILLÉ
LOCKED: PIN|VERROUILLÉ : PIN
Wrong PINs: wait before the next try. Switching it off starts the wait again.|PIN faux : attendez avant le prochain essai. L'éteindre recommence l'attente.
One moment ...|Un instant ...
KEYS DESTROYED|CLÉS DÉTRUITES
Ten wrong PINs. What was recorded is safe: sync it to the laptop, which can open it.|Dix PIN faux. Ce qui est enregistré est sauf : synchronisez avec le portable, qui peut l'ouvrir.
Then an administrator's signature puts this handheld back into service.|Puis la signature d'un administrateur remet ce terminal en service.
WRONG PIN|PIN FAUX
Wrong. After %d more wrong PINs the keys are destroyed.|Faux. Après %d autres PIN faux les clés sont détruites.
SYNC FIRST|SYNCHRONISEZ
Ten wrong PINs destroy the log's key, and no laptop has it yet. Sync, then set the PIN.|Dix PIN faux détruisent la clé du journal, et aucun portable ne l'a encore. Synchronisez, puis fixez le PIN.
NEW PIN|NOUVEAU PIN
THE SAME AGAIN|LE MÊME ENCORE
NOT THE SAME|PAS LE MÊME
TOO SHORT|TROP COURT
A PIN has %d digits or more. It was not set.|Un PIN a au moins %d chiffres. Il n'a pas été fixé.
The two PINs differ. It was not set.|Les deux PIN diffèrent. Il n'a pas été fixé.
PIN SET|PIN FIXÉ
From now on it is asked for. Only the administrator can reset it.|Il est désormais demandé. Seul l'administrateur peut le remettre.
PAIR A LAPTOP|APPAIRAGE
PAIRED|APPAIRÉ
NOT PAIRED|PAS APPAIRÉ
the same|les mêmes
not the same|différents
stop|arrêter
The laptop %s must show the same six digits.|Le portable %s doit montrer les mêmes six chiffres.
If not, something stands between: press back, and pair with another cable.|Sinon quelque chose s'interpose : retour, et appairez avec un autre câble.
Confirm them on the laptop %s too.|Confirmez-les aussi sur le portable %s.
This handheld now syncs with the laptop %s.|Ce terminal se synchronise avec le portable %s.
Nothing has changed. To try again, begin on the laptop.|Rien n'a changé. Pour réessayer, commencez sur le portable.
LAPTOPS|PORTABLES
LAPTOP %d OF %d|PORTABLE %d SUR %d
UNPAIR?|DÉSAPPAIRER ?
unpair|désappairer
keep|garder
unnamed|sans nom
Certificate %s|Certificat %s
It can no longer sync with this handheld until it is paired anew, over the cable.|Il ne peut plus se synchroniser avec ce terminal avant un nouvel appairage par câble.
No laptop is paired. Plug the cable in, and pair on the laptop: `viewmark pair`.|Aucun portable appairé. Branchez le câble et appairez sur le portable : `viewmark pair`.
NOT DONE|PAS FAIT
NOT STARTED|PAS DÉMARRÉ
%s What is stored may still be saved: have it repaired.|%s Ce qui est gardé peut encore être sauvé : faites réparer.
NO PHOTO|PAS DE PHOTO
The check is recorded without its photo.|Le contrôle est enregistré sans sa photo.
Not enough memory. Try again; if it stays so, switch off and on. What is recorded is safe.|Mémoire insuffisante. Réessayez ; sinon éteignez et rallumez. Ce qui est enregistré est sauf.
The keys of this store are lost. Sync: once all is on the laptop it goes on with new ones.|Les clés de cette mémoire sont perdues. Synchronisez : dès que tout est sur le portable, elle continue avec de nouvelles.
The store is full: the checks on it wait for the laptop. Sync, then go on. Nothing is lost.|La mémoire est pleine : ses contrôles attendent le portable. Synchronisez, puis continuez. Rien n'est perdu.
There is no room for photos. Sync with the laptop.|Plus de place pour les photos. Synchronisez avec le portable.
The picture is cut off.|L'image est coupée.
The photo store cannot be read. Sync what the log holds, then have it repaired.|La mémoire des photos est illisible. Synchronisez le journal, puis faites réparer.
The key for the next check is not at hand. Sync with the laptop, then go on.|La clé du prochain contrôle manque. Synchronisez avec le portable, puis continuez.
The handheld is locked. Enter its PIN, then go on.|Le terminal est verrouillé. Entrez son PIN, puis continuez.
The store is full. Sync with the laptop to go on.|La mémoire est pleine. Synchronisez avec le portable pour continuer.
Checks wait for the laptop. Sync first, then begin anew.|Des contrôles attendent le portable. Synchronisez, puis recommencez.
The first key of this log is not here any more: a laptop has taken it.|La première clé de ce journal n'est plus ici : un portable l'a prise.
The record is too large to be stored.|L'enregistrement est trop grand.
The flash could not be read.|La mémoire n'a pu être lue.
The flash could not be written.|La mémoire n'a pu être écrite.
The flash could not be erased.|La mémoire n'a pu être effacée.
The list is damaged. Sync with the laptop to get it again.|La liste est abîmée. Synchronisez avec le portable pour la ravoir.
The changes of later days are damaged. Sync with the laptop to get them again.|Les changements suivants sont abîmés. Synchronisez avec le portable pour les ravoir.
The camera has no picture. Aim again, or type the serial.|La caméra n'a pas d'image. Visez encore, ou saisissez le numéro.
The camera's picture is empty or cut off. Aim again, or type the serial.|L'image de la caméra est vide ou coupée. Visez encore, ou saisissez le numéro.
"""
