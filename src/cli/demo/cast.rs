//! Who plays in the demo: invented brands, owners of stores, stores, creatives.
//! Tables only; `stage` reads them, the campaigns stand in `bookings`.

use crate::domain::{
    blocking::RuleType, campaign::category::ScanFlag, pricing::rates::StoreCategory,
};

/// One of the four cities.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum City {
    /// Ho Chi Minh City.
    HoChiMinh,
    /// Hanoi.
    HaNoi,
    /// Da Nang.
    DaNang,
    /// Milan.
    Milano,
}

impl City {
    /// Region of the reports, IANA zone, country.
    pub const fn place(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::HoChiMinh => ("Ho Chi Minh", "Asia/Ho_Chi_Minh", "VN"),
            Self::HaNoi => ("Ha Noi", "Asia/Ho_Chi_Minh", "VN"),
            Self::DaNang => ("Da Nang", "Asia/Ho_Chi_Minh", "VN"),
            Self::Milano => ("Milano", "Europe/Rome", "IT"),
        }
    }
}

/// A buyer of plays.
pub struct AdvertiserCast {
    /// Company.
    pub company: &'static str,
    /// Brand on its campaigns.
    pub brand: &'static str,
    /// Who signs in for it: name, address.
    pub person: (&'static str, &'static str),
    /// Money paid in, whole dollars, and the wire's reference.
    pub deposit: (i64, &'static str),
    /// Ground, accent and light of its creatives, RGB.
    pub colours: [[u8; 3]; 3],
}

/// All advertisers.
pub const ADVERTISERS: &[AdvertiserCast] = &[
    AdvertiserCast {
        company: "Công ty CP Cà phê Sông Hương",
        brand: "Sông Hương",
        person: ("Trần Minh Châu", "chau@songhuong.example"),
        deposit: (12_000, "VN wire 2611-0417"),
        colours: [[46, 26, 18], [214, 137, 60], [250, 232, 205]],
    },
    AdvertiserCast {
        company: "Điện máy Sao Mai",
        brand: "Sao Mai",
        person: ("Lê Quốc Bảo", "bao@saomai.example"),
        deposit: (20_000, "VN wire 2611-0433"),
        colours: [[10, 25, 74], [34, 160, 255], [255, 214, 64]],
    },
    AdvertiserCast {
        company: "Lụa Tơ Vàng",
        brand: "Tơ Vàng",
        person: ("Phạm Thu Hà", "ha@tovang.example"),
        deposit: (30_000, "VN wire 2611-0502"),
        colours: [[92, 14, 52], [226, 84, 116], [255, 226, 190]],
    },
    AdvertiserCast {
        company: "Corallo Gelati S.r.l.",
        brand: "Corallo",
        person: ("Giulia Ferraris", "giulia@corallo.example"),
        deposit: (9_000, "Bonifico 7731/26"),
        colours: [[255, 122, 105], [255, 196, 170], [255, 250, 240]],
    },
    AdvertiserCast {
        company: "Birrificio Torrealta S.p.A.",
        brand: "Torrealta",
        person: ("Marco Bellandi", "marco@torrealta.example"),
        deposit: (6_000, "Bonifico 7802/26"),
        colours: [[28, 44, 30], [206, 150, 40], [244, 233, 200]],
    },
    AdvertiserCast {
        company: "Banca Valdoro S.p.A.",
        brand: "Banca Valdoro",
        person: ("Elena Sartori", "elena@valdoro.example"),
        deposit: (15_000, "Bonifico 7815/26"),
        colours: [[0, 66, 62], [38, 168, 132], [235, 246, 238]],
    },
];

/// An owner of stores: company, person, address.
pub const SUPPLIERS: &[(&str, &str, &str)] = &[
    ("Trung tâm thương mại Minh Long", "Võ Hoàng Nam", "nam@minhlong.example"),
    ("Siêu thị Chợ Việt", "Nguyễn Thị Mai", "mai@choviet.example"),
    ("Tiện Lợi 24", "Đặng Tuấn Kiệt", "kiet@tienloi24.example"),
    ("Galleria Lombarda S.p.A.", "Paolo Rinaldi", "paolo@gallerialombarda.example"),
];

/// A store.
pub struct StoreCast {
    /// Its owner's place in `SUPPLIERS`.
    pub supplier: usize,
    /// Name.
    pub name: &'static str,
    /// Category.
    pub category: StoreCategory,
    /// City.
    pub city: City,
    /// Street.
    pub address: &'static str,
    /// Degrees north and east.
    pub place: (f64, f64),
    /// Visitors a day, minutes they stay.
    pub traffic: (u32, u32),
    /// Open from and to, local; `None`: always.
    pub hours: Option<(&'static str, &'static str)>,
}

#[allow(clippy::too_many_arguments, reason = "one argument a column of the table below")]
const fn store(
    supplier: usize,
    name: &'static str,
    category: StoreCategory,
    city: City,
    address: &'static str,
    place: (f64, f64),
    traffic: (u32, u32),
    hours: Option<(&'static str, &'static str)>,
) -> StoreCast {
    StoreCast { supplier, name, category, city, address, place, traffic, hours }
}

/// All stores; devices are hung up in this order, so that few devices are in all cities too.
#[rustfmt::skip]
pub const STORES: &[StoreCast] = {
    use City::{DaNang, HaNoi, HoChiMinh, Milano};
    use StoreCategory as C;
    &[
        store(0, "Minh Long Plaza Quận 1", C::PremiumMall, HoChiMinh, "72 Lê Thánh Tôn, Quận 1", (10.778_02, 106.702_41), (28_000, 95), Some(("09:30", "22:00"))),
        store(3, "Galleria Lombarda Duomo", C::DepartmentStore, Milano, "Via Torino 21", (45.462_57, 9.185_66), (19_500, 48), Some(("09:00", "21:00"))),
        store(0, "Minh Long Tower Ba Đình", C::PremiumMall, HaNoi, "54 Liễu Giai, Ba Đình", (21.032_05, 105.812_48), (21_000, 88), Some(("09:30", "22:00"))),
        store(2, "Tiện Lợi 24 Hải Châu", C::ConvenienceStore, DaNang, "48 Bạch Đằng, Hải Châu", (16.069_31, 108.224_77), (2_900, 7), None),
        store(1, "Chợ Việt Thảo Điền", C::Supermarket, HoChiMinh, "159 Xa lộ Hà Nội, Thảo Điền", (10.802_19, 106.741_33), (9_200, 34), Some(("07:00", "22:00"))),
        store(3, "Galleria Lombarda Centrale", C::ShoppingMall, Milano, "Piazza Duca d'Aosta 1", (45.485_98, 9.204_47), (41_000, 22), Some(("06:00", "23:30"))),
        store(1, "Chợ Việt Cầu Giấy", C::Supermarket, HaNoi, "241 Xuân Thủy, Cầu Giấy", (21.036_74, 105.782_21), (8_500, 31), Some(("07:00", "22:00"))),
        store(2, "Tiện Lợi 24 Nguyễn Huệ", C::ConvenienceStore, HoChiMinh, "89 Nguyễn Huệ, Quận 1", (10.774_12, 106.703_78), (4_300, 6), None),
        store(0, "Minh Long Riverside", C::ShoppingMall, DaNang, "910 Ngô Quyền, Sơn Trà", (16.071_83, 108.233_69), (14_000, 72), Some(("09:00", "22:00"))),
        store(3, "Mercato Garibaldi", C::Supermarket, Milano, "Corso Garibaldi 44", (45.474_52, 9.184_49), (7_600, 26), Some(("08:00", "21:30"))),
        store(0, "Minh Long Centre Quận 7", C::ShoppingMall, HoChiMinh, "101 Tôn Dật Tiên, Quận 7", (10.729_40, 106.721_85), (18_000, 80), Some(("09:30", "22:00"))),
        store(1, "Chợ Việt Hai Bà Trưng", C::DepartmentStore, HaNoi, "191 Bà Triệu, Hai Bà Trưng", (21.011_23, 105.849_51), (12_500, 51), Some(("09:00", "21:30"))),
        store(2, "Trạm xăng Tiện Lợi Hòa Cường", C::GasStation, DaNang, "230 Nguyễn Hữu Thọ", (16.040_48, 108.208_17), (1_800, 5), None),
        store(2, "Tiện Lợi 24 Hoàn Kiếm", C::ConvenienceStore, HaNoi, "25 Lý Thường Kiệt, Hoàn Kiếm", (21.022_71, 105.852_02), (3_700, 6), None),
    ]
};

/// What a store does not show: its place in `STORES`, what is compared with what, why.
pub type BlockCast = (usize, RuleType, &'static str, &'static str);

/// What stores do not show from the beginning.
pub const BLOCKED: &[BlockCast] = &[
    (
        5,
        RuleType::Brand,
        "Banca Valdoro",
        "The bank in our hall has an exclusive contract until spring",
    ),
    (9, RuleType::Category, "ALCOHOL", "No alcohol beside the school canteen's entrance"),
];

/// Screens in turn: inches × 10, pixels across and down.
pub const SCREENS: &[(u32, u32, u32)] = &[
    (550, 3840, 2160),
    (430, 1920, 1080),
    (750, 3840, 2160),
    (320, 1920, 1080),
    (860, 3840, 2160),
    (490, 1080, 1920),
];

/// How a creative is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// A rising sun over bands.
    Sunrise,
    /// Slanted stripes.
    Stripes,
    /// Bubbles.
    Bubbles,
    /// A panel beside a disc.
    Panel,
    /// A film (one grey picture) of so many seconds.
    Film(u32),
}

/// A creative.
pub struct PosterCast {
    /// Its owner's place in `ADVERTISERS`.
    pub advertiser: usize,
    /// Display name.
    pub name: &'static str,
    /// Two lines on it: letters, digits, space, `-`, `!`, `%`.
    pub lines: [&'static str; 2],
    /// How it is drawn.
    pub style: Style,
    /// What a person found in it.
    pub flag: Option<ScanFlag>,
}

#[rustfmt::skip]
const fn poster(advertiser: usize, name: &'static str, lines: [&'static str; 2], style: Style) -> PosterCast {
    PosterCast { advertiser, name, lines, style, flag: None }
}

/// All creatives.
#[rustfmt::skip]
pub const POSTERS: &[PosterCast] = &[
    poster(0, "Buổi sáng Sông Hương.jpg", ["SONG HUONG", "CA PHE BUOI SANG"], Style::Sunrise),
    poster(0, "Cold brew.jpg", ["COLD BREW", "SONG HUONG"], Style::Bubbles),
    poster(0, "Latte 24h.png", ["LATTE -30%", "CHI HOM NAY"], Style::Stripes),
    poster(1, "TV 4K Sao Mai.jpg", ["TV 4K", "SAO MAI"], Style::Panel),
    poster(1, "Tuần lễ điện thoại.jpg", ["PHONE WEEK", "SAO MAI -20%"], Style::Stripes),
    poster(1, "Sao Mai 20s.mp4", ["", ""], Style::Film(20)),
    poster(1, "Loa 10s.jpg", ["LOA SAO MAI", "NGHE THU NGAY"], Style::Bubbles),
    poster(1, "Loa 30s.mp4", ["", ""], Style::Film(30)),
    poster(2, "Lụa mùa thu.jpg", ["TO VANG", "LUA MUA THU"], Style::Panel),
    poster(2, "Fashion week.png", ["FASHION WEEK", "TO VANG"], Style::Stripes),
    poster(2, "Tơ Vàng 15s.mp4", ["", ""], Style::Film(15)),
    poster(3, "Gelato d'inverno.jpg", ["CORALLO", "GELATO D INVERNO"], Style::Bubbles),
    poster(3, "Apertura Brera.jpg", ["APERTURA!", "CORALLO BRERA"], Style::Sunrise),
    poster(3, "Corallo 3D.mp4", ["", ""], Style::Film(12)),
    PosterCast { flag: Some(ScanFlag::Alcohol), ..poster(4, "Birra rossa.jpg", ["BIRRA ROSSA", "TORREALTA"], Style::Panel) },
    poster(5, "Conto Zero.jpg", ["CONTO ZERO", "BANCA VALDORO"], Style::Panel),
    poster(5, "Mutuo casa.jpg", ["MUTUO CASA", "BANCA VALDORO"], Style::Sunrise),
];

/// People of the operator: name, address, what they may do.
pub const OPERATORS: &[(&str, &str, crate::domain::catalog::Role)] = {
    use crate::domain::catalog::Role;
    &[
        ("Lan Phạm", "admin@vetrina.example", Role::SuperAdmin),
        ("Davide Conti", "reviewer@vetrina.example", Role::Reviewer),
        ("Anna Weiss", "auditor@vetrina.example", Role::Auditor),
    ]
};
