//! What a campaign advertises, and what the scan of its content found.

use crate::domain::words::words;

words! {
    /// The category of the advertised goods. Rule: CAM-02.
    Category {
        /// Food and drinks.
        FoodBeverage = "FOOD_BEVERAGE",
        /// Electronics.
        Electronics = "ELECTRONICS",
        /// Clothes and accessories.
        FashionApparel = "FASHION_APPAREL",
        /// Health and beauty.
        HealthBeauty = "HEALTH_BEAUTY",
        /// Home and garden.
        HomeGarden = "HOME_GARDEN",
        /// Cars and their parts.
        Automotive = "AUTOMOTIVE",
        /// Entertainment.
        Entertainment = "ENTERTAINMENT",
        /// Banks, insurers, payments.
        FinancialServices = "FINANCIAL_SERVICES",
        /// Telephone and internet.
        Telecom = "TELECOM",
        /// Everything else.
        Other = "OTHER",
    }
}

words! {
    /// What the scan of an asset found; each one asks for approval and can be blocked by a store.
    /// Rule: CAM-08, D-42.
    ScanFlag {
        /// Alcoholic drinks.
        Alcohol = "ALCOHOL",
        /// Tobacco and vaping.
        Tobacco = "TOBACCO",
        /// Betting and lotteries.
        Gambling = "GAMBLING",
        /// Content for adults.
        Adult = "ADULT",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rule: CAM-02.
    #[test]
    fn ten_categories_with_the_same_word_everywhere() {
        assert_eq!(Category::ALL.len(), 10);
        for (place, category) in Category::ALL.iter().enumerate() {
            let json = serde_json::to_string(category).unwrap();
            assert_eq!(json, format!("\"{category}\""));
            assert_eq!(serde_json::from_str::<Category>(&json).unwrap(), *category);
            assert_eq!(Category::parse(category.as_str()), Some(*category));
            let row = postcard::to_allocvec(category).unwrap();
            assert_eq!(row, [u8::try_from(place).unwrap()]);
            assert_eq!(postcard::from_bytes::<Category>(&row).unwrap(), *category);
        }
        assert_eq!(Category::parse("food_beverage"), None);
        assert_eq!(ScanFlag::parse("ADULT"), Some(ScanFlag::Adult));
    }
}
