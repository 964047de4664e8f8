/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-schema-pattern-private.h"

#include <string.h>

/* General categories by their long names, which PCRE2 does not know. */
static const char * const categories[][2] = {
  { "Cased_Letter", "L&" }, { "Close_Punctuation", "Pe" }, { "Connector_Punctuation", "Pc" },
  { "Control", "Cc" }, { "cntrl", "Cc" }, { "Currency_Symbol", "Sc" }, { "Dash_Punctuation", "Pd" },
  { "Decimal_Number", "Nd" }, { "digit", "Nd" }, { "Enclosing_Mark", "Me" },
  { "Final_Punctuation", "Pf" }, { "Format", "Cf" }, { "Initial_Punctuation", "Pi" },
  { "LC", "L&" }, { "Letter", "L" }, { "Letter_Number", "Nl" }, { "Line_Separator", "Zl" },
  { "Lowercase_Letter", "Ll" }, { "Mark", "M" }, { "Combining_Mark", "M" }, { "Math_Symbol", "Sm" },
  { "Modifier_Letter", "Lm" }, { "Modifier_Symbol", "Sk" }, { "Nonspacing_Mark", "Mn" },
  { "Number", "N" }, { "Open_Punctuation", "Ps" }, { "Other", "C" }, { "Other_Letter", "Lo" },
  { "Other_Number", "No" }, { "Other_Punctuation", "Po" }, { "Other_Symbol", "So" },
  { "Paragraph_Separator", "Zp" }, { "Private_Use", "Co" }, { "Punctuation", "P" },
  { "punct", "P" }, { "Separator", "Z" }, { "Space_Separator", "Zs" }, { "Spacing_Mark", "Mc" },
  { "Surrogate", "Cs" }, { "Symbol", "S" }, { "Titlecase_Letter", "Lt" }, { "Unassigned", "Cn" },
  { "Uppercase_Letter", "Lu" },
};

/* PropertyValueAliases.txt and ECMA-262 table 67 of its 2024 edition, each name between blanks. */
static const char short_categories[] =
  " C Cc Cf Cn Co Cs L Ll Lm Lo Lt Lu M Mc Me Mn N Nd Nl No P Pc Pd Pe Pf Pi Po Ps S Sc Sk Sm So "
  "Z Zl Zp Zs ";

static const char scripts[] =
  " Adlam Adlm Aghb Ahom Anatolian_Hieroglyphs Arab Arabic Armenian Armi Armn Avestan Avst "
  "Bali Balinese Bamu Bamum Bass Bassa_Vah Batak Batk Beng Bengali Berf Beria_Erfe "
  "Bhaiksuki Bhks Bopo Bopomofo Brah Brahmi Brai Braille Bugi Buginese Buhd Buhid Cakm "
  "Canadian_Aboriginal Cans Cari Carian Caucasian_Albanian Chakma Cham Cher Cherokee "
  "Chorasmian Chrs Common Copt Coptic Cpmn Cprt Cuneiform Cypriot Cypro_Minoan Cyrillic "
  "Cyrl Deseret Deva Devanagari Diak Dives_Akuru Dogr Dogra Dsrt Dupl Duployan Egyp "
  "Egyptian_Hieroglyphs Elba Elbasan Elym Elymaic Ethi Ethiopic Gara Garay Geor Georgian "
  "Glag Glagolitic Gong Gonm Goth Gothic Gran Grantha Greek Grek Gujarati Gujr Gukh "
  "Gunjala_Gondi Gurmukhi Guru Gurung_Khema Han Hang Hangul Hani Hanifi_Rohingya Hano "
  "Hanunoo Hatr Hatran Hebr Hebrew Hira Hiragana Hluw Hmng Hmnp Hung Imperial_Aramaic "
  "Inherited Inscriptional_Pahlavi Inscriptional_Parthian Ital Java Javanese Kaithi Kali "
  "Kana Kannada Katakana Kawi Kayah_Li Khar Kharoshthi Khitan_Small_Script Khmer Khmr Khoj "
  "Khojki Khudawadi Kirat_Rai Kits Knda Krai Kthi Lana Lao Laoo Latin Latn Lepc Lepcha Limb "
  "Limbu Lina Linb Linear_A Linear_B Lisu Lyci Lycian Lydi Lydian Mahajani Mahj Maka "
  "Makasar Malayalam Mand Mandaic Mani Manichaean Marc Marchen Masaram_Gondi Medefaidrin "
  "Medf Meetei_Mayek Mend Mende_Kikakui Merc Mero Meroitic_Cursive Meroitic_Hieroglyphs "
  "Miao Mlym Modi Mong Mongolian Mro Mroo Mtei Mult Multani Myanmar Mymr Nabataean "
  "Nag_Mundari Nagm Nand Nandinagari Narb Nbat New_Tai_Lue Newa Nko Nkoo Nshu Nushu "
  "Nyiakeng_Puachue_Hmong Ogam Ogham Ol_Chiki Ol_Onal Olck Old_Hungarian Old_Italic "
  "Old_North_Arabian Old_Permic Old_Persian Old_Sogdian Old_South_Arabian Old_Turkic "
  "Old_Uyghur Onao Oriya Orkh Orya Osage Osge Osma Osmanya Ougr Pahawh_Hmong Palm Palmyrene "
  "Pau_Cin_Hau Pauc Perm Phag Phags_Pa Phli Phlp Phnx Phoenician Plrd Prti Psalter_Pahlavi "
  "Qaac Qaai Rejang Rjng Rohg Runic Runr Samaritan Samr Sarb Saur Saurashtra Sgnw Sharada "
  "Shavian Shaw Shrd Sidd Siddham Sidetic Sidt SignWriting Sind Sinh Sinhala Sogd Sogdian "
  "Sogo Sora Sora_Sompeng Soyo Soyombo Sund Sundanese Sunu Sunuwar Sylo Syloti_Nagri Syrc "
  "Syriac Tagalog Tagb Tagbanwa Tai_Le Tai_Tham Tai_Viet Tai_Yo Takr Takri Tale Talu Tamil "
  "Taml Tang Tangsa Tangut Tavt Tayo Telu Telugu Tfng Tglg Thaa Thaana Thai Tibetan Tibt "
  "Tifinagh Tirh Tirhuta Tnsa Todhri Todr Tolong_Siki Tols Toto Tulu_Tigalari Tutg Ugar "
  "Ugaritic Unknown Vai Vaii Vith Vithkuqi Wancho Wara Warang_Citi Wcho Xpeo Xsux Yezi "
  "Yezidi Yi Yiii Zanabazar_Square Zanb Zinh Zyyy Zzzz ";

static const char binaries[] =
  " AHex ASCII ASCII_Hex_Digit Alpha Alphabetic Any Assigned Bidi_C Bidi_Control Bidi_M "
  "Bidi_Mirrored CI CWCF CWCM CWKCF CWL CWT CWU Case_Ignorable Cased "
  "Changes_When_Casefolded Changes_When_Casemapped Changes_When_Lowercased "
  "Changes_When_NFKC_Casefolded Changes_When_Titlecased Changes_When_Uppercased DI Dash "
  "Default_Ignorable_Code_Point Dep Deprecated Dia Diacritic EBase EComp EMod EPres Emoji "
  "Emoji_Component Emoji_Modifier Emoji_Modifier_Base Emoji_Presentation Ext ExtPict "
  "Extended_Pictographic Extender Gr_Base Gr_Ext Grapheme_Base Grapheme_Extend Hex "
  "Hex_Digit IDC IDS IDSB IDST IDS_Binary_Operator IDS_Trinary_Operator ID_Continue "
  "ID_Start Ideo Ideographic Join_C Join_Control LOE Logical_Order_Exception Lower "
  "Lowercase Math NChar Noncharacter_Code_Point Pat_Syn Pat_WS Pattern_Syntax "
  "Pattern_White_Space QMark Quotation_Mark RI Radical Regional_Indicator SD STerm "
  "Sentence_Terminal Soft_Dotted Term Terminal_Punctuation UIdeo Unified_Ideograph Upper "
  "Uppercase VS Variation_Selector White_Space XIDC XIDS XID_Continue XID_Start space ";

static gboolean
holds (const char *names,
       const char *name)
{
  g_autofree char *word = g_strdup_printf (" %s ", name);

  return strchr (name, ' ') == NULL && strstr (names, word) != NULL;
}

static char *
find_category (const char *name)
{
  if (holds (short_categories, name))
    return g_strdup (name);
  for (guint i = 0; i < G_N_ELEMENTS (categories); i++)
    if (strcmp (categories[i][0], name) == 0)
      return g_strdup (categories[i][1]);
  return NULL;
}

/* @name is what stands between the braces of `\p{…}`. ECMA-262 compares names to the letter; those
 * that PCRE2 alone gives a meaning to, such as a script without `Script=`, are not let through.
 *
 * Returns: (transfer full) (nullable): the same property for PCRE2 */
char *
inlay_schema_pattern_property (const char *name,
                               gsize       length)
{
  g_autofree char *whole = g_strndup (name, length);
  char *value = strchr (whole, '=');
  char *category;

  if (value == NULL)
    {
      if ((category = find_category (whole)))
        return category;
      if (!holds (binaries, whole))
        return NULL;
      return g_strdup (g_str_equal (whole, "Assigned") ? "^Cn" : whole);
    }

  *value++ = '\0';
  if (g_str_equal (whole, "gc") || g_str_equal (whole, "General_Category"))
    return find_category (value);
  if (!holds (scripts, value))
    return NULL;
  if (g_str_equal (whole, "sc") || g_str_equal (whole, "Script"))
    return g_strconcat ("sc:", value, NULL);
  if (g_str_equal (whole, "scx") || g_str_equal (whole, "Script_Extensions"))
    return g_strconcat ("scx:", value, NULL);
  return NULL;
}
